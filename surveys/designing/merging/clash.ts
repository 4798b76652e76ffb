/**
 * A place that two authors changed differently, or that one deleted and the other changed: keys and ids from the design down, such as
 * `scales five options good label vi`. Questions stand directly under `questions`, whatever section holds them: `questions q1 text vi`;
 * `questions q1 section` is the section it stands in, `questions q1 type` its type with all that belongs to the type. An undefined value
 * is what was deleted, or never was.
 */
export type Clash = { readonly path: readonly string[]; readonly mine: unknown; readonly theirs: unknown }

export type Joined<T> = { readonly value: T; readonly clashes: readonly Clash[] }
