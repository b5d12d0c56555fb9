import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, closeSync, ftruncateSync, mkdirSync, openSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { runCommand } from '../../src/cli/run.ts';
import { MAIN, type Ran, type Workplace, workplace } from '../command.ts';
import { ndjson, post } from '../desk.ts';
import { peakMegabytes, withPeak } from '../peak.ts';

/** Whatever is given to it: a sentence that says what, where and what to do, the right exit code, and the case as it was. */

let place: Workplace;
let before: string;
beforeAll(() => {
  place = workplace();
  place.json('init', 'case');
  place.json('import', file('good.ndjson', ndjson([post(1, 'one')])), '--case', 'case');
  before = log();
});
afterAll(() => place.remove());

const log = (): string => readFileSync(place.path('case/evidence/log.ndjson'), 'utf8');

function file(name: string, content: string | Uint8Array): string {
  writeFileSync(place.path(name), content);
  return name;
}

function expectRefusal({ code, out, err }: Ran, exit: number, message: RegExp): void {
  expect({ code, out, err }).toEqual({ code: exit, out: '', err: expect.stringMatching(message) });
  expect(err).toMatch(/^trackway: [^\n]*\n$/);
  expect(err).not.toMatch(/defect|‹U/);
}

describe('a file that cannot be imported', () => {
  const refused: [what: string, make: () => string, message: RegExp][] = [
    ['a path that does not exist', () => 'nowhere/at-all.json', /no file or folder nowhere\/at-all\.json/],
    ['a path through a file', () => 'good.ndjson/x', /no file or folder good\.ndjson\/x/],
    ['an empty file', () => file('empty.json', ''), /empty\.json is empty/],
    ['an unknown format', () => file('tune.mid', 'MThd is no format of ours'), /tune\.mid is of no format.*--as.*--map/],
    [
      'UTF-16',
      () => file('wide.json', Buffer.from(`\ufeff${ndjson([post(2, 'two')])}`, 'utf16le')),
      /wide\.json is UTF-16; save it as UTF-8/,
    ],
    [
      'a pipe that nobody writes to',
      () => {
        execFileSync('mkfifo', [place.path('pipe')]);
        return 'pipe';
      },
      /pipe is not a regular file/,
    ],
    ['a device', () => '/dev/zero', /\/dev\/zero is not a regular file/],
    [
      'a link to nothing',
      () => {
        symlinkSync('nothing-there', place.path('dangling'));
        return 'dangling';
      },
      /no file or folder dangling/,
    ],
    [
      'a folder without anything to read',
      () => {
        mkdirSync(place.path('bare'));
        return 'bare';
      },
      /no file to import under bare/,
    ],
    [
      'two gibibytes in one line, recognised as nothing',
      () => {
        const fd = openSync(place.path('hole.ndjson'), 'w');
        ftruncateSync(fd, 2 ** 31);
        closeSync(fd);
        return 'hole.ndjson';
      },
      /hole\.ndjson is of no format/,
    ],
  ];
  it.each(refused)('%s', (_, make, message) => {
    const name = make();
    const env = withPeak(place);
    expectRefusal(place.run('import', name, '--case', 'case'), 2, message);
    expect(peakMegabytes(place)).toBeLessThan(300);
    env.restore();
    expect(log()).toBe(before);
  });

  it.skipIf(process.getuid?.() === 0)('a file that may not be read (not tried as root, who may read everything)', () => {
    chmodSync(place.path(file('secret.ndjson', ndjson([post(3, 'three')]))), 0);
    expectRefusal(place.run('import', 'secret.ndjson', '--case', 'case'), 2, /cannot read secret\.ndjson/);
    expect(log()).toBe(before);
  });

  it('and the case is sound after all that', () => {
    expect(place.json('verify', '--case', 'case')).toMatchObject({ verdict: 'sound' });
  });
});

/** The command line inside this process, which saves the start: what it writes is caught. */
async function inProcess(words: string[]): Promise<Ran> {
  const folder = process.cwd();
  vi.stubEnv('XDG_CONFIG_HOME', place.path('config'));
  const said = { out: '', err: '' };
  const catching = (name: 'out' | 'err') => (text: string | Uint8Array) => {
    said[name] += String(text);
    return true;
  };
  process.stdout.setMaxListeners(0);
  const spies = [
    vi.spyOn(process.stdout, 'write').mockImplementation(catching('out')),
    vi.spyOn(process.stderr, 'write').mockImplementation(catching('err')),
  ];
  process.chdir(place.folder);
  try {
    const code = await runCommand(words);
    return { code, ...said };
  } finally {
    process.chdir(folder);
    vi.unstubAllEnvs();
    for (const spy of spies) spy.mockRestore();
  }
}

describe('a mistake on the command line', () => {
  const mistakes: [string[], RegExp][] = [
    [[''], /no command ""/],
    [['sensus'], /no command "sensus"/],
    [['census', '--limit', '5', '--case', 'case'], /--limit.*census --help/],
    [['census', 'now', '--case', 'case'], /does not know what to do with "now"/],
    [['census', '--case'], /--case needs a folder/],
    [['census', '--case', 'nowhere'], /nowhere is no case.*trackway init/],
    [['census', '--at', 'yesterday', '--case', 'case'], /--at "yesterday" is no time with a zone/],
    [['first', '--limit', '1e9', '--case', 'case'], /--limit.*100000/],
    [['first', '--limit', 'many', '--case', 'case'], /--limit/],
    [['first', '--cursor', '-1', '--case', 'case'], /is no cursor/],
    [['first', '--post', 'telegram:reading_room/77', '--case', 'case'], /not in this case/],
    [['search', '*', '--case', 'case'], /no word to look for/],
    [['roster', 'add', 'nobody', '--case', 'case'], /"nobody" is no channel reference/],
    [['roster', 'remove', 'telegram:nobody', '--case', 'case'], /not on the roster/],
    [['roster', 'import', 'good.ndjson', '--case', 'case'], /good\.ndjson/],
    [['note', 'telegram:a', '--status', 'dead', '--at', '2019-11-29T18:00:00Z', '--case', 'case'], /--status/],
    [['note', 'telegram:a', '--status', 'absent', '--at', '2019-11-29T18:00:00Z', '--file', 'none', '--case', 'case'], /cannot read none/],
    [['export', 'secrets', '--case', 'case'], /WHAT/],
    [['export', 'posts', '--out', 'good.ndjson', '--case', 'case'], /good\.ndjson exists/],
    [['links', 'case'], /cannot read case/],
    [['init', 'good.ndjson'], /is a file/],
    [['init', 'case'], /not empty/],
  ];
  it.each(mistakes)('%j', async (words, message) => {
    expectRefusal(await inProcess(words), 2, message);
    expect(log()).toBe(before);
  });

  const edits: [RegExp, string, RegExp][] = [
    [/^name: .*/m, 'name: 5', /name: .*Mend it by hand/],
    [/^zone: .*/m, 'zone: Mars/Olympus', /zone: is no time zone/],
    [/^events: .*/m, 'events: [{ at: soon }]', /events\.0\.at: is no time with a zone/],
    [/^name: .*/m, 'name: "half', /cannot read .*case\.yaml.*Mend it by hand/],
    [
      /^keyCheck: .*/m,
      'a: &a [x, x]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a, *a, *a]\nc: [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b]',
      /case\.yaml/,
    ],
  ];
  it.each(edits)('case.yaml with %s as %s', async (pattern, instead, message) => {
    const yaml = readFileSync(place.path('case/case.yaml'), 'utf8');
    writeFileSync(place.path('case/case.yaml'), yaml.replace(pattern, instead));
    expectRefusal(await inProcess(['census', '--case', 'case']), 2, message);
    writeFileSync(place.path('case/case.yaml'), yaml);
  });
});

describe('a file with bad records in it', () => {
  interface Imported {
    files: { records: number; bad: number }[];
    problems: { place: string; reason: string }[];
  }

  it('half written, of another encoding, nested a million deep, with ids beyond 2^53: the others are read', () => {
    place.json('init', 'mixed');
    const deep = `${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}`;
    const inside = (key: string): string => JSON.stringify(post(9, 'deep')).replace('}', `,"${key}":${deep}}`);
    const lines: (string | Uint8Array)[] = [
      JSON.stringify(post('9007199254740993', 'an id beyond two to the fifty-third')),
      JSON.stringify(post(2, 'x')).replace('"2"', '9007199254740995'),
      deep,
      inside('media'),
      Buffer.from(JSON.stringify(post(3, 'fa\u00e7ade')), 'latin1'),
      JSON.stringify(post(4, 'the last whole one')),
      JSON.stringify(post(5, 'cut off in the middle')).slice(0, -9),
    ];
    file('mixed.ndjson', Buffer.concat(lines.flatMap((line, i) => [Buffer.from(line), Buffer.from(i < lines.length - 1 ? '\n' : '')])));
    const { files, problems } = place.json<Imported>('import', 'mixed.ndjson', '--case', 'mixed');
    expect(files).toMatchObject([{ records: 3, bad: 4 }]);
    expect(problems.map(({ place: where, reason }) => `${where}: ${reason}`)).toEqual([
      expect.stringMatching(/^line 3: .*nested/),
      expect.stringMatching(/^line 4: /),
      expect.stringMatching(/^line 5: .*UTF-8/),
      expect.stringMatching(/^line 7: the file ends within this record/),
    ]);
    const { posts } = place.json<{ posts: { post: string }[] }>('search', 'id', 'OR', 'x', '--case', 'mixed');
    expect(posts.map((found) => found.post).sort()).toEqual([
      'telegram:reading_room/9007199254740993',
      'telegram:reading_room/9007199254740995',
    ]);
    expect(place.json('verify', '--case', 'mixed')).toMatchObject({ verdict: 'sound' });
  });
});

describe('an answer that cannot be written', () => {
  it.skipIf(process.platform !== 'linux')('says so, and is no defect', () => {
    const full = openSync('/dev/full', 'w');
    const done = spawnSync(process.execPath, [MAIN, 'schema', 'census'], {
      env: place.env,
      stdio: ['ignore', full, 'pipe'],
      encoding: 'utf8',
    });
    closeSync(full);
    expect([done.status, done.stderr]).toEqual([3, expect.stringMatching(/^trackway: could not write the answer: .*no space/)]);
  });
});

/** A small disk of its own: only root may mount one. */
function mounted(folder: string, size: string): boolean {
  mkdirSync(folder);
  return process.getuid?.() === 0 && spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder]).status === 0;
}

describe('a disk that is full or may not be written', () => {
  it('leaves the case sound; what was acknowledged is there when there is room', ({ skip }) => {
    const disk = place.path('disk');
    if (!mounted(disk, '2m')) skip('only root may mount a small disk');
    try {
      const dir = 'disk/case';
      place.json('init', dir);
      const kept = file('kept.ndjson', ndjson([post(1, 'kept')]));
      place.json('import', kept, '--case', dir);
      const logged = readFileSync(`${disk}/case/evidence/log.ndjson`, 'utf8');
      const large = file(
        'large.ndjson',
        ndjson(Array.from({ length: 20_000 }, (_, i) => post(i, `entry ${i * 7919} of the long catalogue`))),
      );
      expectRefusal(place.run('import', large, '--case', dir), 3, /could not copy large\.ndjson.*no space.*make room/);
      expect(readFileSync(`${disk}/case/evidence/log.ndjson`, 'utf8')).toBe(logged);
      expect(place.json('verify', '--case', dir)).toMatchObject({ verdict: 'sound' });
      // A smaller one fits as evidence, and not as a lake.
      const half = file('half.ndjson', ndjson(Array.from({ length: 9000 }, (_, i) => post(i, `entry ${i * 7919} of the long catalogue`))));
      expect(place.run('import', half, '--case', dir)).toMatchObject({ code: 3, err: expect.stringMatching(/could not write .*room/i) });
      expect(place.json('verify', '--case', dir)).toMatchObject({ verdict: 'sound' });
      execFileSync('mount', ['-o', 'remount,size=40m', disk]);
      place.json('import', kept, '--case', dir);
      expect(place.json('search', 'catalogue', '--case', dir)).toMatchObject({ total: 9000 });
      execFileSync('mount', ['-o', 'remount,ro', disk]);
      expectRefusal(place.run('census', '--case', dir), 3, /case\.db.*able to write in the folder/);
      expect(place.json('verify', '--case', dir)).toMatchObject({ verdict: 'sound' });
    } finally {
      execFileSync('umount', [disk]);
    }
  });
});
