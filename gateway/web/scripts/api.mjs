// npm run api -- DOCUMENT: types from the OpenAPI document of the main server (a file, or its address), in one file.
import { writeFileSync } from "node:fs";
import openapiTS, { astToString } from "openapi-typescript";

const [source, target = "src/api/schema.d.ts"] = process.argv.slice(2);
if (!source) {
  console.error("npm run api -- http://127.0.0.1:8080/api/v1/schema/?format=json [FILE]");
  process.exit(2);
}
const document = source.includes("://") ? new URL(source) : new URL(source, `file://${process.cwd()}/`);
const types = astToString(await openapiTS(document, { alphabetize: true }));
writeFileSync(target, `// Made by \`npm run api\` from the OpenAPI document. Do not edit.\n${types}`);
