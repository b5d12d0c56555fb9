import { existsSync } from 'node:fs';
import { identities, resolve, shownAs } from '../findings/identity.ts';
import { type Overlap, overlap } from '../findings/overlap.ts';
import { UserError } from '../model/errors.ts';
import type { Ms } from '../model/observation.ts';
import type { ChannelRef } from '../model/ref.ts';
import type { Lake } from '../store/lake.ts';
import type { OpenCase } from './case.ts';
import { readOwnChannels } from './own-channels.ts';
import { rosterRows } from './rows-for.ts';
import { taggedWith } from './tagged.ts';

const TAG = 'tag:';

/** What one observer watches; of a file, the controls it names itself. */
interface Observer {
  refs: ChannelRef[];
  controls: ChannelRef[];
  /** Lines of a file that name no channel. */
  unread: number;
}

export interface TakenOverlap extends Overlap {
  unread: { first: number; second: number };
  /** How a channel is called in the answer. */
  shown: (identity: ChannelRef) => ChannelRef;
}

/**
 * Holds two observers' rosters against each other, each `tag:NAME` or the path of a file, whose content stays in memory.
 * Without a second one, the first is held against the roster of the case.
 */
export async function takeOverlap(open: OpenCase, lake: Lake, at: Ms, one: string, other: string | null): Promise<TakenOverlap> {
  if (other === null && one.startsWith(TAG))
    throw new UserError(`${one} is a part of this case's roster; name a second observer, as another tag or a file`);
  if (one === other) throw new UserError(`${one} is named twice; name two observers`);
  const [firstName, secondName] = other === null ? [null, one] : [one, other];
  const first = firstName === null ? wholeRoster(open) : await observerOf(open, firstName);
  const second = await observerOf(open, secondName);
  const [bindings, sightings, roster] = await Promise.all([lake.bindings(at), lake.sightings(at), rosterRows(open, lake)]);
  const index = identities(
    bindings,
    sightings.filter((row) => row.status === 'reassigned').map((row) => row.channel),
  );
  const identityOf = (ref: ChannelRef): ChannelRef => resolve(index, ref, at);
  const controls = [...roster.filter((row) => row.control !== null).map((row) => row.channel), ...first.controls, ...second.controls];
  const found = overlap({ first: first.refs, second: second.refs, resolve: identityOf, controls: new Set(controls.map(identityOf)) });
  return { ...found, unread: { first: first.unread, second: second.unread }, shown: (identity) => shownAs(index, identity, at) };
}

function wholeRoster(open: OpenCase): Observer {
  return { refs: open.db.roster().map((entry) => entry.channel), controls: [], unread: 0 };
}

async function observerOf(open: OpenCase, name: string): Promise<Observer> {
  if (!name.startsWith(TAG)) {
    if (!existsSync(name)) throw new UserError(`there is no file "${name}"; name an observer as ${TAG}NAME or as a file of channels`);
    return readOwnChannels(name, null);
  }
  return { refs: taggedWith(open, name.slice(TAG.length)), controls: [], unread: 0 };
}
