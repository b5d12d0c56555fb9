/** Do two channels show the same face? Names, handles and pictures, weighted by how rare they are in this pool. */

/**
 * Likeness of two faces, in bits: log2 of how many times less often two unrelated channels of this pool look so alike.
 * 0: no more alike than any; below 0: unlike where likeness was to be expected. Null: one of them has none.
 * The three overlap (a handle is often its title's transliteration): `joint` is what they say together.
 */
export interface FaceMeasures {
  /** Handle against handle, and against title where that says more. */
  handle: number | null;
  title: number | null;
  avatar: number | null;
  joint: number;
  /** For each measure that says something, in plain words, without a full stop. */
  details: { handle: string; title: string; avatar: string };
}

export interface Faces {
  /** Dossiers whose face may be that of dossier `of`, the most alike first. */
  neighbours(of: number, limit: number): number[];
  /** By place in the list of dossiers. */
  compare(a: number, b: number): FaceMeasures;
}
