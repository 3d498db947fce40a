import { main } from "./main.mjs";
import { Visitor } from "./rondom.mjs";

await main(Visitor);
