import type { ReleaseInfo } from "../core/wire";
import type { Picture } from "./picture_source";

/** Where a clockwise quarter turn puts an image of `width` × `height`: the canvas transform for it. */
export function turned(
  rotation: number,
  width: number,
  height: number,
): [number, number, number, number, number, number] {
  switch (((rotation % 360) + 360) % 360) {
    case 90:
      return [0, 1, -1, 0, width, 0];
    case 180:
      return [-1, 0, 0, -1, width, height];
    case 270:
      return [0, -1, 1, 0, 0, height];
    default:
      return [1, 0, 0, 1, 0, 0];
  }
}

/** Draw a picture over the whole canvas, turned as the release says. */
export function drawPicture(canvas: HTMLCanvasElement, picture: Picture): void {
  const context = canvas.getContext("2d");
  if (!context) return;
  const { width, height } = canvas;
  const across = picture.rotation % 180 !== 0;
  context.setTransform(...turned(picture.rotation, width, height));
  context.drawImage(picture.image, 0, 0, across ? height : width, across ? width : height);
}

/** The same for a picture whose pixels are at hand. */
export function drawPixels(canvas: HTMLCanvasElement, picture: Picture, pixels: ImageData): void {
  const fits = pixels.width === canvas.width && pixels.height === canvas.height;
  if (fits && picture.rotation === 0) {
    canvas.getContext("2d")?.putImageData(pixels, 0, 0);
    return;
  }
  const sheet = new OffscreenCanvas(pixels.width, pixels.height);
  sheet.getContext("2d")?.putImageData(pixels, 0, 0);
  drawPicture(canvas, { ...picture, image: sheet });
}

/** The shape in which a release is looked at: pixels, stretched by the pixel aspect. */
export function presentedSize(
  release: Pick<ReleaseInfo, "width" | "height" | "pixel_aspect" | "rotation">,
): { width: number; height: number } {
  const [numerator, denominator] = release.pixel_aspect;
  const aspect = numerator > 0 && denominator > 0 ? numerator / denominator : 1;
  // The pixel aspect belongs to the coded picture, before it is turned.
  return release.rotation % 180 === 0
    ? { width: release.width * aspect, height: release.height }
    : { width: release.width, height: release.height * aspect };
}
