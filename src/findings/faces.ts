/** Puts the faces of all channels of a pool together, so that any two can be compared. */

import type { Dossier } from './dossier.ts';
import type { Faces } from './face.ts';
import { avatarPool, compareAvatars } from './face-avatars.ts';
import { jointBits } from './face-joint.ts';
import { compareNames, namePool } from './face-names.ts';
import { neighboursOf } from './face-neighbours.ts';

/**
 * Puts the faces of all dossiers together. A dossier is named by its place in the list, which must be its `index`.
 * Method and measured figures: docs/methods/names.md.
 */
export function faces(dossiers: readonly Dossier[]): Faces {
  const names = namePool(dossiers);
  const avatars = avatarPool(dossiers);
  return {
    neighbours: (of, limit) => neighboursOf(names, avatars, of, limit),
    compare: (a, b) => {
      const { title, handle } = compareNames(names, a, b);
      const avatar = compareAvatars(avatars, a, b);
      return {
        handle: handle.bits,
        title: title.bits,
        avatar: avatar.bits,
        joint: jointBits([title, handle, avatar], dossiers.length),
        details: { handle: handle.detail, title: title.detail, avatar: avatar.detail },
      };
    },
  };
}
