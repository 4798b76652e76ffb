/** Remembers what was made for the keys asked for lately, at most so many. */
export type Lately<Made> = (key: string, make: () => Made) => Made

export function lately<Made>(limit: number): Lately<Made> {
  const kept = new Map<string, Made>()
  return (key, make) => {
    const made = kept.get(key) ?? make()
    kept.delete(key)
    kept.set(key, made)
    const [oldest] = kept.keys()
    if (kept.size > limit && oldest !== undefined) kept.delete(oldest)
    return made
  }
}
