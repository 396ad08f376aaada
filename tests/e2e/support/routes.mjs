// The route table of the portal, read from its one source, so that no screen is forgotten by the runs over all screens.
import { readFileSync } from "node:fs";

const source = readFileSync(new URL("../../../src/app/routes.rs", import.meta.url), "utf8");

/** `{ area: "public" | "console", name, path }` for every line of the table. */
export const ROUTES = [...source.matchAll(/\b(public|console)\(RouteId::(\w+),\s*"([^"]+)"/g)].map(([, area, name, path]) => ({ area, name, path }));

if (ROUTES.length < 10) throw new Error("The route table could not be read: has src/app/routes.rs another form now?");
