// Bundles every entry of src/widgets/ into one self-contained ESM (and its CSS) in ../static/.
// anywidget imports each bundle from a blob, so there is no code splitting and no relative import.
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, context } from "esbuild";

const here = fileURLToPath(new URL(".", import.meta.url));
const entries = readdirSync(join(here, "src/widgets"))
  .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
  .map((name) => join(here, "src/widgets", name));

const options = {
  absWorkingDir: here,
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

/** Names of the npm packages whose code went into a bundle. */
function bundledPackages(metafile) {
  const names = Object.keys(metafile.inputs)
    .map((path) => /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1])
    .filter((name) => name !== undefined);
  return [...new Set(names)].sort();
}

/** Licence and source of everything bundled: the MPL-2.0 wants readers to be told where the source is. */
function notice(metafile) {
  const parts = ["The JavaScript files in this folder contain code of these packages.\n"];
  for (const name of bundledPackages(metafile)) {
    const folder = join(here, "node_modules", name);
    const about = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
    const source = about.repository?.url ?? about.repository ?? about.homepage;
    if (file === undefined || source === undefined) {
      throw new Error(`${name} is bundled, but names no licence file or no place of its source`);
    }
    const where = String(source)
      .replace(/^git\+/, "")
      .replace(/\.git$/, "");
    parts.push(
      `${"=".repeat(78)}\n${name} ${about.version}\nLicence: ${about.license}\n` +
        `Source code, unmodified: ${where} (version ${about.version})\n${"=".repeat(78)}\n`,
      readFileSync(join(folder, file), "utf8"),
    );
  }
  return parts.join("\n");
}

if (process.argv.includes("--watch")) {
  const watching = await context({ ...options, minify: false, sourcemap: "inline" });
  await watching.watch();
  console.log("watching src/ …");
} else {
  const { metafile } = await build(options);
  mkdirSync(options.outdir, { recursive: true });
  writeFileSync(join(options.outdir, "THIRD_PARTY_LICENSES.txt"), notice(metafile));
  for (const name of readdirSync(options.outdir).sort()) {
    const kb = statSync(join(options.outdir, name)).size / 1024;
    console.log(`${name.padEnd(28)} ${kb.toFixed(1).padStart(8)} kB`);
  }
}
