/** Words that somebody typed in a form and did not send: the server's page began with others. */

type Words = HTMLInputElement | HTMLTextAreaElement;

const WORDS = "textarea, input:not([type]), input[type=text], input[type=search]";

/** Whether there are any inside this element; `except` is a form that is being sent. */
export function unsentIn(element: Element, except?: Element): boolean {
  return [...element.querySelectorAll<Words>(WORDS)].some(
    (field) => !field.readOnly && field.form !== except && isUnsent(field),
  );
}

function isUnsent(field: Words): boolean {
  return field.form !== null && field.value !== field.defaultValue && field.value.trim() !== "";
}
