import type { VoiceMeasures, Voices } from '../src/findings/voice.ts';
import { voices } from '../src/findings/voices.ts';
import { FAMILY_NAMES, homes } from '../src/simulate/homes.ts';
import { readWorld } from './voice-homes.ts';
import { bareDossier, pieceOf, type VoiceWorld, voiceWorld } from './voice-world.ts';

/** How well do voices tell true new homes from strangers? Equal error rates by measure, language and number of posts. */

type Measure = 'text' | 'style' | 'rhythm';
const MEASURES: readonly Measure[] = ['text', 'style', 'rhythm'];

/** Arguments: seeds. */
export async function run(args: string[]): Promise<void> {
  const seeds = args.length > 0 ? args : ['held-1'];
  for (const seed of seeds) {
    for (const posts of [10, 20, 40, 80, 160, 320]) report(voiceWorld(seed, 200, posts), `${posts} posts, seed ${seed}`);
    for (const family of FAMILY_NAMES) await reportHomes(family, seed);
  }
}

/** True homes, impostors and strangers of a family of worlds: what each measure says of them. */
async function reportHomes(family: string, seed: string): Promise<void> {
  const world = homes(family, seed);
  const { voices: found, indexOf, dossiers } = await readWorld(world);
  const place = (one: { identity: string; channel: string }): number => indexOf.get(one.identity) ?? indexOf.get(one.channel) ?? -1;
  const same: VoiceMeasures[] = [];
  const strangers: VoiceMeasures[] = [];
  let near = 0;
  for (const lost of world.truth.lost) {
    const a = place(lost);
    if (a < 0) continue;
    const after = new Set(lost.successors.filter((home) => home.observable).map(place));
    after.delete(-1);
    const neighbours = found.neighbours(a, 60);
    for (const b of after) {
      same.push(found.compare(a, b));
      near += Number(neighbours.includes(b));
    }
    for (let b = 0; b < dossiers.length; b += 5) if (b !== a && !after.has(b)) strangers.push(found.compare(a, b));
  }
  const lostBy = new Map(world.truth.lost.map((lost) => [lost.channel, lost]));
  const impostors = world.truth.impostors.flatMap((one) => {
    const of = lostBy.get(one.of);
    const [a, b] = [of === undefined ? -1 : place(of), place(one)];
    return a < 0 || b < 0 ? [] : [found.compare(a, b)];
  });
  console.log(`\n${family}, seed ${seed}: ${dossiers.length} channels; true home among 60 neighbours ${percent(near / same.length)}`);
  for (const measure of MEASURES) {
    const bits = (pairs: readonly VoiceMeasures[]): (number | null)[] => pairs.map((pair) => pair[measure]);
    const rates = errorRates(bits(same), bits(strangers));
    console.log(
      `  ${measure.padEnd(7)} silent ${percent(rates.silent)}  EER ${percent(rates.equal)}  cost ${rates.cost.toFixed(3)}  bits: true ${quantiles(bits(same))}  impostors ${quantiles(bits(impostors))}  strangers ${quantiles(bits(strangers))}`,
    );
  }
}

function voicesOf(world: VoiceWorld): Voices {
  const dossiers = world.channels.map((channel, index) => bareDossier(index, channel.name));
  const indexOf = new Map(dossiers.map((dossier) => [dossier.channel, dossier.index]));
  const builder = voices(dossiers, (channel) => indexOf.get(channel) ?? -1);
  builder.add(
    pieceOf(
      world.posts,
      world.channels.map((channel) => channel.name),
    ),
  );
  builder.shared([]);
  return builder.finish();
}

interface Scored {
  kind: 'true' | 'stranger' | 'same language' | 'same brand';
  language: string;
  measures: VoiceMeasures;
}

function report(world: VoiceWorld, title: string): void {
  const found = voicesOf(world);
  const pairs: Scored[] = [];
  world.channels.forEach((a, i) => {
    if (a.home !== 0) return;
    world.channels.forEach((b, j) => {
      if (b.home !== 1) return;
      const kind =
        a.community === b.community
          ? 'true'
          : a.brand === b.brand
            ? 'same brand'
            : a.language === b.language
              ? 'same language'
              : 'stranger';
      if (kind !== 'true' && kind !== 'same brand' && (i * 31 + j * 17) % 7 !== 0) return;
      pairs.push({ kind, language: a.language, measures: found.compare(i, j) });
    });
  });
  console.log(`\n${title}`);
  for (const measure of MEASURES) {
    const bits = (kinds: Scored['kind'][], language: string | null = null): (number | null)[] =>
      pairs
        .filter((pair) => kinds.includes(pair.kind) && (language === null || pair.language === language))
        .map((pair) => pair.measures[measure]);
    const all = errorRates(bits(['true']), bits(['stranger', 'same language']));
    const near = errorRates(bits(['true']), bits(['same language']));
    const brand = errorRates(bits(['true']), bits(['same brand']));
    const each = ['arabic', 'latin', 'cyrillic'].map(
      (language) => `${language} ${percent(errorRates(bits(['true'], language), bits(['same language'], language)).equal)}`,
    );
    console.log(
      `  ${measure.padEnd(7)} silent ${percent(all.silent)}  EER ${percent(all.equal)}  same language ${percent(near.equal)} (${each.join(', ')})  same brand ${percent(brand.equal)}` +
        `  bits: true ${quantiles(bits(['true']))}  strangers ${quantiles(bits(['stranger', 'same language']))}  cost ${all.cost.toFixed(3)}/${near.cost.toFixed(3)}`,
    );
  }
  const lost = world.channels.flatMap((channel, i) => (channel.home === 0 ? [i] : []));
  const kept = lost.filter((i) =>
    found.neighbours(i, 20).some((j) => world.channels[j]?.home === 1 && world.channels[j]?.community === world.channels[i]?.community),
  );
  console.log(`  neighbours: true home among 20 of ${world.channels.length}: ${percent(kept.length / lost.length)}`);
}

/** Cost: the log-likelihood-ratio cost (Brümmer & du Preez 2006), 1 for a measure that never says anything. */
function errorRates(same: (number | null)[], strangers: (number | null)[]): { equal: number; silent: number; cost: number } {
  const s = same.filter((value) => value !== null).sort((a, b) => a - b);
  const t = strangers.filter((value) => value !== null).sort((a, b) => a - b);
  let equal = 1;
  let closest = 2;
  for (const threshold of [...s, ...t]) {
    const missed = s.filter((value) => value < threshold).length / s.length;
    const taken = t.filter((value) => value >= threshold).length / t.length;
    if (Math.abs(missed - taken) >= closest) continue;
    closest = Math.abs(missed - taken);
    equal = (missed + taken) / 2;
  }
  const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  const cost = (mean(s.map((bits) => Math.log2(1 + 2 ** -bits))) + mean(t.map((bits) => Math.log2(1 + 2 ** bits)))) / 2;
  return { equal: s.length === 0 || t.length === 0 ? Number.NaN : equal, silent: 1 - s.length / same.length, cost };
}

function percent(share: number): string {
  return Number.isNaN(share) ? '–' : `${(100 * share).toFixed(1)} %`;
}

function quantiles(values: (number | null)[]): string {
  const sorted = values.filter((value) => value !== null).sort((a, b) => a - b);
  return [0.1, 0.5, 0.9].map((q) => (sorted[Math.floor(q * sorted.length)] ?? Number.NaN).toFixed(1)).join('/');
}
