/** A dog's card as a picture, to keep and to print. Its colours are those of paper, whatever the screen's are. */
import { blobOf } from "../../pictures/blobs";
import {
  CARD,
  cardLines,
  type Font,
  HEADER,
  type Ink,
  type Line,
  LOGO,
  middleSquare,
  PICTURE,
  type Words,
} from "./cardLayout";

const COLOURS: Record<Ink, string> & { paper: string; ground: string; frame: string } = {
  paper: "#faf7f2",
  ground: "#0b6b5d",
  frame: "#ddd5c8",
  head: "#ffffff",
  strong: "#1c2524",
  soft: "#55605d",
};
const CORNER = 36;

/** A PNG of 1012 x 638 pixels. Throws a Problem, `photo_not_readable`. */
export async function cardDraw(words: Words, picture: Blob | null): Promise<Blob> {
  const canvas = Object.assign(document.createElement("canvas"), CARD);
  const context = canvas.getContext("2d")!;
  ground(context);
  await photo(context, picture);
  context.drawImage(await logo(), LOGO.x, LOGO.y, LOGO.size, LOGO.size);
  const measure = (text: string, font: Font) => {
    context.font = fontOf(font);
    return context.measureText(text).width;
  };
  for (const line of cardLines(words, measure)) write(context, line);
  return blobOf(canvas, "image/png");
}

function ground(context: CanvasRenderingContext2D): void {
  context.beginPath();
  context.roundRect(0, 0, CARD.width, CARD.height, CORNER);
  context.clip();
  context.fillStyle = COLOURS.paper;
  context.fillRect(0, 0, CARD.width, CARD.height);
  context.fillStyle = COLOURS.ground;
  context.fillRect(0, 0, CARD.width, HEADER);
  context.strokeStyle = COLOURS.frame; // where to cut
  context.lineWidth = 4;
  context.stroke();
}

async function photo(context: CanvasRenderingContext2D, picture: Blob | null): Promise<void> {
  const { x, y, size } = PICTURE;
  context.save();
  context.beginPath();
  context.roundRect(x, y, size, size, CORNER / 1.5);
  context.fillStyle = COLOURS.frame;
  context.fill();
  context.clip();
  if (picture) {
    const bitmap = await createImageBitmap(picture);
    const part = middleSquare(bitmap);
    context.imageSmoothingQuality = "high";
    context.drawImage(bitmap, part.x, part.y, part.size, part.size, x, y, size, size);
    bitmap.close();
  }
  context.restore();
}

async function logo(): Promise<HTMLImageElement> {
  const image = new Image();
  image.src = "/icon.svg";
  await image.decode();
  return image;
}

function write(context: CanvasRenderingContext2D, { text, x, y, font, ink }: Line): void {
  context.font = fontOf(font);
  context.fillStyle = COLOURS[ink];
  context.fillText(text, x, y);
}

/** The page's own font, so that Hangul is drawn in what the phone has for it. */
function fontOf({ size, weight }: Font): string {
  return `${weight} ${size}px ${getComputedStyle(document.body).fontFamily}`;
}
