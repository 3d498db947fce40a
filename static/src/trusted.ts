/**
 * The only way from the words of our server to HTML. The content policy lets a browser that knows trusted types make
 * HTML of a string nowhere else (`require-trusted-types-for 'script'`), and the policy below is the only one it allows.
 *
 * What comes in was made by the server's templates, which escape. What comes out is inert: nodes that are not on the
 * page, whose scripts never run.
 */

interface Policy {
  createHTML(html: string): string;
}
interface Factory {
  createPolicy(name: string, rules: Policy): Policy;
}

const factory = (globalThis as { trustedTypes?: Factory }).trustedTypes;
const policy: Policy = factory?.createPolicy("rondom", { createHTML: (html) => html }) ?? {
  createHTML: (html) => html,
};

/** A part of a page, or several. */
export function parsed(html: string): DocumentFragment {
  const template = document.createElement("template");
  template.innerHTML = policy.createHTML(html);
  return template.content;
}

/** A whole page. */
export function parsedPage(html: string): Document {
  return new DOMParser().parseFromString(policy.createHTML(html), "text/html");
}
