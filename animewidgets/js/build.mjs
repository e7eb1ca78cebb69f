// Bundles every entry of src/widgets/ into one self-contained ESM (and its CSS) in ../static/.
// anywidget imports each bundle from a blob, so there is no code splitting and no relative import.
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, context } from "esbuild";

const here = fileURLToPath(new URL(".", import.meta.url));
const entries = readdirSync(join(here, "src/widgets"))
  .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
  .map((name) => join(here, "src/widgets", name));

const options = {
  entryPoints: entries,
  outdir: join(here, "../static"),
  bundle: true,
  format: "esm",
  target: "es2022",
  minify: true,
  legalComments: "inline",
  charset: "utf8",
  logLevel: "warning",
  metafile: true,
};

if (process.argv.includes("--watch")) {
  const watching = await context({ ...options, minify: false, sourcemap: "inline" });
  await watching.watch();
  console.log("watching src/ …");
} else {
  await build(options);
  for (const name of readdirSync(options.outdir).sort()) {
    const kb = statSync(join(options.outdir, name)).size / 1024;
    console.log(`${name.padEnd(28)} ${kb.toFixed(1).padStart(8)} kB`);
  }
}
