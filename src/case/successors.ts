import { type Dossiers, dossiers } from '../findings/dossier.ts';
import { faces } from '../findings/faces.ts';
import type { ProfileLink } from '../findings/pointers.ts';
import type { SuccessorsInput } from '../findings/successor-arena.ts';
import { successors } from '../findings/successor-ranking.ts';
import { SUCCESSOR_MODEL } from '../findings/successor-weights.ts';
import type { RankedSuccession } from '../findings/successors.ts';
import type { Voices } from '../findings/voice.ts';
import { voices } from '../findings/voices.ts';
import type { Ms } from '../model/observation.ts';
import { type ChannelRef, platformOf } from '../model/ref.ts';
import type { FaceRow } from '../model/rows.ts';
import type { Lake } from '../store/lake.ts';
import { fold } from '../text/fold.ts';
import { stanceOf } from '../text/stance.ts';
import type { OpenCase } from './case.ts';
import type { Progress } from './ingest.ts';
import { finder } from './links.ts';
import { rosterRows } from './rows-for.ts';

/** Statements in more channels than this are everybody's: no archive of one community. */
const FEW_CHANNELS = 6;

/**
 * The likely continuations as of `at` of the channels asked for, or of all that are lost where `of` is null. Reads every post
 * once, in pieces. Statements must be up to date (`refreshStatements`).
 */
export async function takeSuccessors(
  open: OpenCase,
  lake: Lake,
  at: Ms,
  of: ChannelRef[] | null,
  progress: Progress = () => undefined,
): Promise<RankedSuccession[]> {
  return successors(await successorRows(open, lake, at, of, progress), SUCCESSOR_MODEL);
}

/** What the ranking reads, and with `model` left to the caller: for fits and for measuring what each kind of evidence is worth. */
export async function successorRows(
  open: OpenCase,
  lake: Lake,
  at: Ms,
  of: ChannelRef[] | null,
  progress: Progress,
): Promise<SuccessorsInput> {
  const [roster, sightings, activity, bindings, faceRows, pointers] = [
    await rosterRows(open, lake),
    await lake.sightings(at),
    await lake.activity(at),
    await lake.bindings(at),
    await lake.faces(at),
    await lake.pointers(at),
  ];
  const known = dossiers({ at, roster, sightings, activity, bindings, faces: faceRows, pointers, probeIntervals: {} });
  return {
    at,
    known,
    faces: faces(known.list),
    voices: await hear(lake, at, known, progress),
    pointers,
    texts: await lake.pointerTexts(at),
    profileLinks: await linksInProfiles(faceRows),
    forwards: await lake.forwards(at),
    disputes: await lake.disputes(at),
    verdicts: open.db.verdicts(),
    of,
  };
}

async function hear(lake: Lake, at: Ms, known: Dossiers, progress: Progress): Promise<Voices> {
  const builder = voices(known.list, (channel, nativeId, when) => known.of(channel, nativeId, when) ?? -1);
  const total = known.list.reduce((sum, dossier) => sum + dossier.posts, 0);
  let done = 0;
  for await (const piece of lake.posts({ from: 0, to: at + 1, at, withText: true })) {
    builder.add(piece);
    done += piece.length;
    progress('reading how channels write', done, total);
  }
  builder.shared(await lake.shared(at, FEW_CHANNELS));
  return builder.finish();
}

/** Links that channels show in their description or title. */
async function linksInProfiles(rows: readonly FaceRow[]): Promise<ProfileLink[]> {
  const find = await finder();
  return rows.flatMap(({ channel, nativeId, title, about, from }) => {
    const text = [title, about].filter((part) => part !== null).join('\n');
    if (text === '') return [];
    const stance = stanceOf(fold(text)).stance;
    return find(text, { mentionPlatform: platformOf(channel) }).flatMap((link) =>
      link.channel === null ? [] : [{ channel, nativeId, at: from, to: link.channel, stance }],
    );
  });
}
