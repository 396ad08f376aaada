// Writes name.br and name.gz beside each file of a folder: `node compress.mjs dist`.
// Highest levels: done once per release, paid for by nobody who waits for a page.
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import zlib from "node:zlib";

const brotli = promisify(zlib.brotliCompress);
const gzip = promisify(zlib.gzip);
const WORTH_IT = /\.(html|css|js|wasm|svg|json|webmanifest|txt)$/;

async function compress(file) {
  const data = await readFile(file);
  const params = {
    [zlib.constants.BROTLI_PARAM_QUALITY]: 11,
    [zlib.constants.BROTLI_PARAM_LGWIN]: 22,
    [zlib.constants.BROTLI_PARAM_SIZE_HINT]: data.length,
  };
  const forms = await Promise.all([brotli(data, { params }), gzip(data, { level: 9 })]);
  await Promise.all([writeFile(`${file}.br`, forms[0]), writeFile(`${file}.gz`, forms[1])]);
}

const folder = process.argv[2];
if (!folder) throw new Error("usage: node compress.mjs <folder>");
const entries = await readdir(folder, { recursive: true, withFileTypes: true });
const files = entries.filter((entry) => entry.isFile() && WORTH_IT.test(entry.name));
await Promise.all(files.map((entry) => compress(join(entry.parentPath ?? entry.path, entry.name))));
console.log(`${files.length} files compressed`);
