import { main } from "./main.mjs";
import { Visitor } from "./hocuspocus.mjs";

await main(Visitor);
