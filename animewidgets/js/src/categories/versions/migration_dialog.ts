import { h } from "../../core/dom";
import { openDialog } from "../../ui/dialog";
import { type Community, type MigrationPreview, reasonOf } from "../community";
import type { CommunityPlace } from "../community_place";
import { type NameOf, namesFrom } from "../names";
import type { Schema } from "../schema";
import { doneWords, goesTo, migrationSentences } from "./migration_words";

/** Rows of the preview that are drawn; the rest is counted. */
const MOST_ROWS = 500;

/** Preview what a migration does, and run it; `choose` leads to what is left to a person. */
export function openMigration(
  place: CommunityPlace,
  community: Community,
  to: number,
  choose: () => void,
): void {
  const { newest, versions } = community.state;
  if (!newest) {
    place.announcer.refuse("Nothing is published yet: there is no version to migrate to");
    return;
  }
  place.dialog((closed) => {
    const body = h("div", { class: "aw-dialog-body" });
    const pick = h("select", { class: "aw-select", "aria-label": "To version" });
    pick.append(
      ...[...versions]
        .reverse()
        .map(({ version, note }) =>
          h(
            "option",
            { value: version },
            `version ${version}${note ? `: ${note}` : ""}`.slice(0, 80),
          ),
        ),
    );
    pick.value = String(to || newest);
    const dialog = openDialog(
      place.root,
      `Migrate the annotations of “${place.hello.project}”`,
      (close) => {
        const preview = new Preview(place, community, body, close, choose);
        pick.addEventListener("change", () => void preview.load(Number(pick.value)));
        void preview.load(Number(pick.value));
        return [h("label", { class: "aw-versions-pick" }, "To ", pick), body];
      },
      closed,
    );
    dialog.root.classList.add("aw-dialog-large");
    return dialog;
  });
}

class Preview {
  #to = 0;

  constructor(
    readonly place: CommunityPlace,
    readonly community: Community,
    readonly body: HTMLElement,
    readonly close: () => void,
    readonly choose: () => void,
  ) {}

  async load(to: number): Promise<void> {
    this.#to = to;
    this.#say("Counting …");
    try {
      const preview = await this.community.preview(to);
      const schemas = await Promise.all(
        [...new Set([to, ...preview.standing])].map((one) => this.community.schema(one)),
      );
      if (this.#to === to) this.#draw(preview, schemas);
    } catch (error) {
      if (this.#to === to) this.#say(reasonOf(error), true);
    }
  }

  #say(text: string, refused = false): void {
    this.body.replaceChildren(
      h(
        "p",
        { class: refused ? "aw-dialog-why" : "aw-hint", role: refused ? "alert" : "status" },
        text,
      ),
    );
  }

  #draw(preview: MigrationPreview, schemas: readonly Schema[]): void {
    const [target] = schemas;
    const behind = preview.standing.filter((one) => one < preview.to);
    const old = schemas.filter((one) => behind.includes(one.version));
    const [was, now] = [namesFrom(...old, target), namesFrom(target)];
    const { maintainer, maintainers } = this.community.state;
    const sentences = migrationSentences(preview, this.place.hello.project, was);
    const run = h(
      "button",
      {
        type: "button",
        class: "aw-button aw-wide aw-main-button",
        "data-run": "migrate",
        disabled: !maintainer || !behind.length,
        onclick: () => void this.#run(preview.to, run),
      },
      `Migrate to version ${preview.to}`,
    );
    this.body.replaceChildren(
      h("div", { class: "aw-migration-said" }, ...sentences.map((one) => h("p", {}, one))),
      behind.length ? table(preview, behind.length > 1, was, now) : "",
      maintainer
        ? ""
        : h(
            "p",
            { class: "aw-dialog-why" },
            `Only maintainers migrate: ask ${maintainers.join(" or ")}.`,
          ),
      h(
        "div",
        { class: "aw-dialog-buttons" },
        h("button", { type: "button", class: "aw-button aw-wide", onclick: this.close }, "Cancel"),
        run,
      ),
    );
    if (!run.disabled) run.focus();
  }

  async #run(to: number, button: HTMLButtonElement): Promise<void> {
    button.disabled = true;
    button.textContent = "Migrating …";
    try {
      const done = await this.community.act<Parameters<typeof doneWords>[0]>("migration.run", {
        to,
      });
      const words = doneWords(done);
      this.place.announcer.say(words);
      const next = done.unplaced && !done.repeated;
      const go = () => {
        this.close();
        if (next) this.choose();
      };
      const button = h(
        "button",
        { type: "button", class: "aw-button aw-wide aw-main-button", onclick: go },
        next ? "Choose categories …" : "Close",
      );
      this.body.replaceChildren(
        h("p", { class: "aw-migration-done", role: "status" }, words),
        h("div", { class: "aw-dialog-buttons" }, button),
      );
      button.focus();
    } catch (error) {
      this.#say(`Nothing was changed: ${reasonOf(error)}`, true);
    }
  }
}

function table(preview: MigrationPreview, several: boolean, was: NameOf, now: NameOf): HTMLElement {
  // What needs a person first, then what changes most annotations.
  const weight = (row: (typeof preview.rows)[number]) =>
    (row.annotations && row.target === null ? 2 : 0) + (row.target !== row.source ? 1 : 0);
  const rows = [...preview.rows].sort(
    (a, b) => weight(b) - weight(a) || b.annotations - a.annotations,
  );
  const head = ["Category", "Becomes", "Annotations", "Tasks"];
  return h(
    "div",
    { class: "aw-migration-table", tabindex: 0 },
    h(
      "table",
      {},
      h("thead", {}, h("tr", {}, ...head.map((name) => h("th", { scope: "col" }, name)))),
      h(
        "tbody",
        {},
        ...rows.slice(0, MOST_ROWS).map((row) =>
          h(
            "tr",
            {
              "data-source": row.source,
              "data-kind": row.kind,
              "data-person": row.annotations > 0 && row.target === null,
            },
            h(
              "td",
              {},
              h("bdi", {}, was(row.source)),
              several ? h("span", { class: "aw-hint" }, ` version ${row.from_version}`) : null,
            ),
            h("td", {}, h("bdi", {}, goesTo(row, now))),
            h("td", {}, row.annotations.toLocaleString("en")),
            h("td", {}, row.tasks.toLocaleString("en")),
          ),
        ),
      ),
    ),
    rows.length > MOST_ROWS
      ? h("p", { class: "aw-hint" }, `and ${(rows.length - MOST_ROWS).toLocaleString("en")} more`)
      : null,
  );
}
