/** How well do names alone find where somebody went? On real moves, against simple baselines. Half of each file was used for tuning: the other is reported. */

import { faces } from '../src/findings/faces.ts';
import { random } from '../src/simulate/random.ts';
import { edit, exact, jaroWinkler } from './names-baselines.ts';
import { allMoves, dossiersOf, type Moves, migrations, type Named } from './names-pairs.ts';
import { reportScale, reportWorlds } from './names-worlds.ts';

type Half = 'tuned' | 'held out';
interface Ranked {
  /** Where the first right one stands, from 1; among equals the mean place. */
  rank: number;
  best: number;
  /** The best is right (by chance among equals). */
  right: number;
}

const THRESHOLDS = [2, 4, 6, 8, 10, 12, 14];

/** `names [WORD…] [--tuned] [--show]`: real moves whose name has all of the words; `names worlds`, `names scale`: invented ones. */
export async function run(args: string[]): Promise<void> {
  if (args.includes('worlds')) return reportWorlds();
  if (args.includes('scale')) return reportScale();
  const folder = migrations();
  if (folder === null) {
    console.log('The folder of real moves (../shared/data/migrations) is not there: nothing to report.');
    return;
  }
  const half: Half = args.includes('--tuned') ? 'tuned' : 'held out';
  const wanted = args.filter((arg) => !arg.startsWith('--'));
  for (const moves of allMoves(folder)) if (wanted.every((word) => moves.name.includes(word))) report(moves, half, args.includes('--show'));
}

/** Which half a key belongs to: by its letters, so that it never changes. */
function halfOf(key: string): Half {
  return random(`names/${key}`).chance(0.5) ? 'tuned' : 'held out';
}

function report(moves: Moves, half: Half, show: boolean): void {
  const from = moves.from.filter((named) => halfOf(named.key) === half);
  const pool = faces(dossiersOf([...from, ...moves.among]));
  const ours = from.map((named, i) => rank(moves.among, named, (_, j) => pool.compare(i, from.length + j).joint));
  console.log(`\n${moves.name}: ${from.length} looked for among ${moves.among.length} (${half} half, names only)`);
  line('ours', ours);
  line(
    'edit distance',
    from.map((named) => rank(moves.among, named, (other) => edit(named, other))),
  );
  line(
    'Jaro-Winkler',
    from.map((named) => rank(moves.among, named, (other) => jaroWinkler(named, other))),
  );
  line(
    'same after folding',
    from.map((named) => rank(moves.among, named, (other) => exact(named, other))),
  );
  const offered = THRESHOLDS.map((bits) => {
    const list = ours.filter((r) => r.best >= bits);
    const right = list.reduce((sum, r) => sum + r.right, 0);
    return `${bits}: ${share(right, list.length)}/${share(right, ours.length)}`;
  });
  console.log(`  precision/recall where the best has at least so many bits  ${offered.join('  ')}`);
  nulls(moves, from, pool);
  blocking(moves, from, pool);
  if (show) misses(moves, from, ours, pool);
}

function rank(among: readonly Named[], named: Named, score: (other: Named, j: number) => number): Ranked {
  const scores = among.map((other, j) => score(other, j));
  const right = Math.max(...scores.filter((_, j) => among[j]?.key === named.key));
  const best = Math.max(...scores);
  const tied = scores.flatMap((s, j) => (s === best ? [j] : []));
  const above = scores.filter((s, j) => s > right && among[j]?.key !== named.key).length;
  const equal = scores.filter((s, j) => s === right && among[j]?.key !== named.key).length;
  return { rank: 1 + above + equal / 2, best, right: tied.filter((j) => among[j]?.key === named.key).length / tied.length };
}

function line(name: string, list: readonly Ranked[]): void {
  const top = (k: number): string => share(list.filter((r) => r.rank <= k).length, list.length);
  console.log(
    `  ${name.padEnd(20)} first ${share(
      list.reduce((sum, r) => sum + r.right, 0),
      list.length,
    )}  within five ${top(5)}`,
  );
}

function share(part: number, whole: number): string {
  return whole === 0 ? '–' : (part / whole).toFixed(3);
}

/** Bits must be what they say: pairs that do not belong together reach t bits at most once in 2^t. */
function nulls(moves: Moves, from: readonly Named[], pool: ReturnType<typeof faces>): void {
  const drawn: number[] = [];
  const chance = random(moves.name);
  while (drawn.length < 100_000) {
    const [i, j] = [chance.int(from.length), chance.int(moves.among.length)];
    if (from[i]?.key !== moves.among[j]?.key) drawn.push(pool.compare(i, from.length + j).joint);
  }
  const reached = THRESHOLDS.map((bits) => {
    const n = drawn.filter((b) => b >= bits).length;
    return `${bits}: ${n === 0 ? '> 16.6' : (-Math.log2(n / drawn.length)).toFixed(1)}`;
  });
  const mean = drawn.reduce((sum, b) => sum + 2 ** b, 0) / drawn.length;
  console.log(
    `  unrelated pairs that reach t bits, as −log2 of their share  ${reached.join('  ')}  mean likelihood ratio ${mean.toFixed(2)}`,
  );
}

function blocking(moves: Moves, from: readonly Named[], pool: ReturnType<typeof faces>): void {
  let pairs = 0;
  let kept = 0;
  for (const [i, named] of from.entries()) {
    const near = new Set(pool.neighbours(i, 200));
    for (const [j, other] of moves.among.entries()) {
      if (other.key !== named.key || pool.compare(i, from.length + j).joint <= 0) continue;
      pairs += 1;
      if (near.has(from.length + j)) kept += 1;
    }
  }
  console.log(`  among 200 neighbours: ${kept} of the ${pairs} right pairs that share any face`);
}

function misses(moves: Moves, from: readonly Named[], ours: readonly Ranked[], pool: ReturnType<typeof faces>): void {
  for (const [i, named] of from.entries()) {
    if ((ours[i]?.right ?? 0) === 1) continue;
    const scored = moves.among.map((other, j) => ({ other, face: pool.compare(i, from.length + j) }));
    scored.sort((a, b) => b.face.joint - a.face.joint);
    const shown = [...scored.filter((s) => s.other.key === named.key).slice(0, 1), ...scored.slice(0, 1)];
    console.log(`    ${named.title ?? ''} @${named.handle ?? ''} (rank ${ours[i]?.rank})`);
    for (const { other, face } of shown) {
      console.log(
        `      ${other.key === named.key ? 'right' : 'wrong'} ${face.joint.toFixed(1)} ${other.title ?? ''} @${other.handle ?? ''} | ${face.details.title} | ${face.details.handle}`,
      );
    }
  }
}
