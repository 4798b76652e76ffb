/** How people call a format. */
export const formatName = (ending: string): string => (ending === 'jsonl' ? 'JSON Lines' : ending.toUpperCase())
