/** So many letters as a reader counts them, of so many bytes in all: marks are piled up on each as in no word of any language. */
export function piled(letters: number, bytes: number): string {
  // Marks have two bytes, and an odd one three.
  const isOdd = (bytes - letters) % 2 === 1
  const marks = (bytes - letters - (isOdd ? 3 : 0)) / 2
  const on = (place: number) => Math.floor(marks / letters) + (place < marks % letters ? 1 : 0)
  const words = Array.from({ length: letters }, (_, place) => `x${'\u0301'.repeat(on(place))}`)
  return words.join('') + (isOdd ? '\u20d7' : '')
}
