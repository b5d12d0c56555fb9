import { type Known, NOTHING_KNOWN } from '../model/watch.ts';
import { type Status, showsAlive } from '../model/words.ts';
import { type Eyes, type Looked, lookAt } from './looking.ts';

/** Can we still see? Channels known to live must be alive, and names that nobody ever used must be absent. */

export const LIVING_NEEDED = 3;
export const NAMES_NEEDED = 2;
/** More living controls than this are not asked in one check. */
const LIVING_MOST = 5;

export interface Control {
  channel: string;
  known: Known;
}

export interface ControlCheck {
  /** Null where we can see; else what is wrong, in plain words. */
  fault: string | null;
  looks: Looked[];
  /** Living controls that answered otherwise than alive, while others did. */
  missing: string[];
}

/** Asks all controls. Where fewer than needed answer as they must, the round cannot be told from a fault of ours. */
export async function checkAll(eyes: Eyes, round: string, living: readonly Control[], chance: () => number): Promise<ControlCheck> {
  const looks: Looked[] = [];
  let seen = 0;
  const from = Math.floor(chance() * living.length);
  // As many as it takes, beginning anywhere: one that is down is made up for by another, and each has its turn.
  for (const one of [...living.slice(from), ...living.slice(0, from)].slice(0, LIVING_MOST)) {
    if (seen >= LIVING_NEEDED) break;
    const looked = await askControl(eyes, round, one, 'living');
    looks.push(looked);
    if (showsAlive(looked.look.sighting.status)) seen++;
  }
  for (let i = 0; i < NAMES_NEEDED; i++) looks.push(await askControl(eyes, round, neverUsed(eyes, chance), 'never-used'));
  return judged(looks, Math.min(LIVING_NEEDED, living.length), NAMES_NEEDED);
}

/** Asks one of each: enough to notice that the sight was lost, not to prove it. */
export async function checkQuickly(eyes: Eyes, round: string, living: readonly Control[], chance: () => number): Promise<ControlCheck> {
  const looks: Looked[] = [];
  const one = living[Math.floor(chance() * living.length)];
  if (one !== undefined) looks.push(await askControl(eyes, round, one, 'living'));
  looks.push(await askControl(eyes, round, neverUsed(eyes, chance), 'never-used'));
  return judged(looks, Math.min(1, living.length), 1);
}

function neverUsed(eyes: Eyes, chance: () => number): Control {
  return { channel: eyes.source.neverUsed(chance, eyes.settings), known: NOTHING_KNOWN };
}

function askControl(eyes: Eyes, round: string, { channel, known }: Control, control: 'living' | 'never-used'): Promise<Looked> {
  return lookAt(eyes, { channel, known, round, control, pages: 0 });
}

function judged(looks: Looked[], livingNeeded: number, namesNeeded: number): ControlCheck {
  const status = ({ look }: Looked): Status => look.sighting.status;
  const living = looks.filter((one) => one.context.control === 'living');
  const names = looks.filter((one) => one.context.control === 'never-used');
  const seen = living.filter((one) => showsAlive(status(one)));
  const missing = living.filter((one) => !showsAlive(status(one))).map((one) => one.context.channel);
  const absent = names.filter((one) => status(one) === 'absent').length;
  const invented = names.filter((one) => showsAlive(status(one)));
  const fault =
    invented.length > 0
      ? 'a name that nobody ever used was shown as alive'
      : seen.length < livingNeeded
        ? `${seen.length} of ${living.length} controls could be seen (${reasons(living)})`
        : absent < namesNeeded
          ? `${absent} of ${names.length} never-used names were absent as they must be (${reasons(names)})`
          : null;
  return { fault, looks, missing: fault === null ? missing : [] };
}

function reasons(looks: readonly Looked[]): string {
  const said = looks.map(({ look }) => `${look.sighting.status}${look.sighting.reason === null ? '' : `: ${look.sighting.reason}`}`);
  return [...new Set(said)].sort().join(', ') || 'none asked';
}
