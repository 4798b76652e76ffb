import jsQR from 'jsqr'

/** What a scanner sees in the SVG of a code, drawn module by module at four pixels each, and how wide its quiet zone is. */
export function scanned(svg: string): { readonly data: string | undefined; readonly quiet: number; readonly size: number } {
  const size = Number(/viewBox="0 0 (\d+)/.exec(svg)?.[1])
  const runs = [...svg.matchAll(/M(\d+) (\d+)h(\d+)v1/g)].map(([, x, y, length]) => ({
    x: Number(x),
    y: Number(y),
    length: Number(length),
  }))
  const side = size * 4
  const pixels = new Uint8ClampedArray(side * side * 4).fill(255)
  for (const { x, y, length } of runs)
    for (let down = 0; down < 4; down++) {
      const from = ((y * 4 + down) * side + x * 4) * 4
      for (let at = from; at < from + length * 16; at += 4) pixels.fill(0, at, at + 3)
    }
  return {
    data: jsQR(pixels, side, side)?.data,
    quiet: Math.min(...runs.flatMap(({ x, y, length }) => [x, y, size - x - length, size - y - 1])),
    size,
  }
}
