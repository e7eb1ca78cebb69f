import type { Polygon } from "../geometry";
import { maskOf } from "../raster";
import { PolygonTool } from "./polygon";

/** Cuts a polygon out of the masks that are selected, else out of the foremost one at its first vertex. */
export class PolygonCutTool extends PolygonTool {
  override readonly name = "cut";

  protected override made(polygon: Polygon): boolean {
    const { masks, bounds } = this.host;
    const [first = [0, 0]] = polygon.parts[0]?.[0] ?? [];
    const inside = maskOf(polygon, bounds.height, bounds.width);
    masks.takeFrom(masks.targetsAt(first), inside);
    return true;
  }
}
