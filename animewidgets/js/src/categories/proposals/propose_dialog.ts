import { h } from "../../core/dom";
import { openDialog } from "../../ui/dialog";
import { changeLines } from "../change_words";
import type { SchemaChange } from "../changes";
import type { Community } from "../community";
import { type CommunityPlace, newestOf } from "../community_place";
import { namesFrom } from "../names";
import { type Begin, ProposeForm } from "./propose_form";
import { Sending } from "./sending";

/** Propose one change by a form, with what comes of it shown beside it. */
export function openPropose(place: CommunityPlace, community: Community, begin: Begin = {}): void {
  const schema = newestOf(place);
  if (!schema.version) {
    place.announcer.refuse("Nothing is published yet: publish first, then others can propose");
    return;
  }
  place.dialog((closed) => {
    const dialog = openDialog(
      place.root,
      "Propose a change",
      (close) => [new ProposeForm(place, community, schema, begin, close).root],
      closed,
    );
    dialog.root.classList.add("aw-dialog-wide");
    return dialog;
  });
}

/** Propose all that the draft changes, as one. */
export function openProposeDraft(place: CommunityPlace, community: Community): void {
  const { changes, base, schema } = place.draft;
  const [first] = changes;
  if (!first) {
    place.announcer.refuse("The draft changes nothing: there is nothing to propose");
    return;
  }
  if (!base.version) {
    place.announcer.refuse("Nothing is published yet: publish the draft, then others can propose");
    return;
  }
  const change: SchemaChange =
    changes.length === 1 ? first : { op: "several", changes: [...changes] };
  place.dialog((closed) => {
    const name = namesFrom(base, schema);
    const lines = changeLines(change, name, base);
    const dialog = openDialog(
      place.root,
      "Propose the draft",
      (close) => [
        h(
          "div",
          { class: "aw-dialog-body" },
          h(
            "ol",
            { class: "aw-propose-lines", tabindex: 0 },
            ...lines.map((one) => h("li", {}, one)),
          ),
          ...new Sending(place, community, newestOf(place), close, () => change).parts,
        ),
      ],
      closed,
    );
    dialog.root.classList.add("aw-dialog-wide");
    return dialog;
  });
}
