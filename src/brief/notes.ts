/** Where does a number come from? The numbered evidence notes, collected while the brief is being told. */

import type { Said } from './document.ts';

/** What a note says: the rule, then the records that decide, each as `entry, file, offset` in words. */
export interface Note {
  number: number;
  rule: Said;
  records: readonly Said[];
}

export interface Notes {
  /** The number of the note under this key; `content` is asked for only when the key is new. */
  note(key: string, content: () => Omit<Note, 'number'>): number;
  all(): readonly Note[];
}

/** Numbers notes from 1 in the order in which they are first needed. */
export function collectNotes(): Notes {
  const notes = new Map<string, Note>();
  return {
    note(key, content) {
      const known = notes.get(key);
      if (known !== undefined) return known.number;
      // Numbered before its content is made: a note may need further notes.
      const number = notes.size + 1;
      notes.set(key, { number, rule: [], records: [] });
      notes.set(key, { number, ...content() });
      return number;
    },
    all: () => [...notes.values()],
  };
}
