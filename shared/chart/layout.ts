/** A rectangle of the picture, in pixels. */
export interface Frame {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export const MARGIN = 12;
export const TITLE_HEIGHT = 28;
export const LINE_HEIGHT = 16;
const AXIS_HEIGHT = 26;
const GAP = 8;
const PRICE_SHARE = 3;
const VOLUME_SHARE = 0.6;

/** Width of a text of 11 pixels: fonts differ, and this is a wide one's. */
export function textWidth(text: string): number {
  return text.length * 6.2;
}

/** Where each text of a run goes that is broken into lines when it reaches the end of the width. */
export function flow(widths: readonly number[], available: number): { x: number; line: number }[] {
  let [x, line] = [0, 0];
  return widths.map((width) => {
    if (x > 0 && x + width > available) [x, line] = [0, line + 1];
    const place = { x, line };
    x += width + 2 * GAP;
    return place;
  });
}

/** The heights of the frames, one below the other: prices, volume where there is any, then the panels. */
export function stackFrames(
  size: { readonly width: number; readonly height: number; readonly headerHeight: number },
  hasVolume: boolean,
  panels: number,
  axisWidth: number,
): { price: Frame; volume: Frame | undefined; panels: Frame[] } {
  const shares = [PRICE_SHARE, ...(hasVolume ? [VOLUME_SHARE] : []), ...Array<number>(panels).fill(1)];
  const available = size.height - size.headerHeight - AXIS_HEIGHT - GAP * (shares.length - 1);
  const total = shares.reduce((sum, share) => sum + share, 0);
  let top = size.headerHeight;
  const [price, ...rest] = shares.map((share) => {
    const frame = {
      left: MARGIN,
      right: size.width - axisWidth,
      top,
      bottom: top + (available * share) / total,
    };
    top = frame.bottom + GAP;
    return frame;
  });
  return { price: price!, volume: hasVolume ? rest[0] : undefined, panels: hasVolume ? rest.slice(1) : rest };
}
