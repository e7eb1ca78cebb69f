import fc from "fast-check";
import { encode, type Mask, xor } from "../canvas/rle";
import type { Live } from "../core/edits";
import type { Edit, Json } from "../core/wire";

/** The mask of rows in which `#` is set. */
export function drawnMask(rows: readonly string[]): Mask {
  const width = rows[0]?.length ?? 0;
  const bitmap = Uint8Array.from(rows.join(""), (pixel) => Number(pixel === "#"));
  return encode(bitmap, rows.length, width);
}

/** Masks of at least one pixel: noise, and blobs that touch the border or each other. */
export const someMask = (width: number, height: number): fc.Arbitrary<Mask> =>
  fc
    .array(
      fc.tuple(
        fc.nat(width - 1),
        fc.nat(height - 1),
        fc.integer({ min: 1, max: width }),
        fc.integer({ min: 1, max: height }),
      ),
      { minLength: 1, maxLength: 8 },
    )
    .map((boxes) => {
      const bitmap = new Uint8Array(width * height);
      boxes.forEach(([left, top, wide, high], n) => {
        for (let y = top; y < Math.min(height, top + high); y++)
          for (let x = left; x < Math.min(width, left + wide); x++)
            bitmap[y * width + x] = n % 3 === 2 ? 0 : 1;
      });
      return bitmap;
    })
    .filter((bitmap) => bitmap.includes(1))
    .map((bitmap) => encode(bitmap, height, width));

/** An edit that told only what of a mask changes, with both masks, as the kernel makes it. */
export function madeWhole(edit: Edit, live: Live): Edit {
  if (!edit.xor || !edit.before || !edit.after) return edit;
  const geometry = live.annotations.get(edit.annotation_id)?.geometry;
  const now = xor(geometry as unknown as Mask, edit.xor as unknown as Mask);
  const { xor: _told, ...rest } = edit;
  return {
    ...rest,
    before: { ...edit.before, geometry: geometry ?? null },
    after: { ...edit.after, geometry: now as unknown as { [key: string]: Json } },
  };
}
