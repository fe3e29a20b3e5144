/** Where things on the screen are on the photo, which is drawn as an SVG in its own pixels. */
import type { RefObject } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Point, Size } from "./geometry";

/** A place in the window as one on the photo. */
export function onPhoto(canvas: SVGSVGElement, at: { clientX: number; clientY: number }): Point {
  const { x, y } = new DOMPoint(at.clientX, at.clientY).matrixTransform(canvas.getScreenCTM()!.inverse());
  return { x, y };
}

/** The middle of the part of the photo that can be seen. */
export function middleShown(canvas: SVGSVGElement, photo: Size): Point {
  const frame = canvas.parentElement!.getBoundingClientRect();
  const { x, y } = onPhoto(canvas, {
    clientX: frame.left + frame.width / 2,
    clientY: frame.top + frame.height / 2,
  });
  return { x: Math.min(Math.max(x, 0), photo.width), y: Math.min(Math.max(y, 0), photo.height) };
}

/** How many pixels of the photo one of the screen is. */
export function useUnit(canvas: { current: SVGSVGElement | null }): number {
  const [unit, setUnit] = useState(1);
  useLayoutEffect(() => {
    const measure = () => setUnit(1 / (canvas.current?.getScreenCTM()?.a || 1));
    const observer = new ResizeObserver(measure);
    observer.observe(canvas.current!);
    measure();
    return () => observer.disconnect();
  }, []);
  return unit;
}

type Canvas = RefObject<SVGSVGElement | null>;

/** How large the photo is drawn; what was in the middle stays there, or the face in hand comes there. */
export function useZoom(canvas: Canvas, photo: Size, inHand: Point | undefined) {
  const [zoom, setZoom] = useState(1);
  const anchor = useRef<Point | null>(null);
  useLayoutEffect(() => {
    if (anchor.current) bringToMiddle(canvas.current!, anchor.current);
  }, [zoom]);
  const zoomTo = (wanted: number) => {
    anchor.current = inHand ?? middleShown(canvas.current!, photo);
    setZoom(wanted);
  };
  return { zoom, zoomTo };
}

function bringToMiddle(canvas: SVGSVGElement, at: Point): void {
  const frame = canvas.parentElement!;
  const { left, top, width, height } = frame.getBoundingClientRect();
  const { x, y } = new DOMPoint(at.x, at.y).matrixTransform(canvas.getScreenCTM()!);
  frame.scrollBy(x - left - width / 2, y - top - height / 2);
}
