import type { Ms } from '../model/observation.ts';
import { type CopyRow, type CoverageRow, HABIT_DAYS, VOID_ROUND_REASON } from '../model/rows.ts';
import type { LakeFile } from './case-db.ts';
import { comparing } from './duckdb-findings.ts';
import { openSession, parquetOf, quoted, type Session } from './duckdb-session.ts';
import type { Lake, StoredContent, StoredPost } from './lake.ts';
import { LAKE, type LakeTable } from './schema.ts';

/** The lake's questions in DuckDB's SQL. */

/**
 * Opens the lake over exactly these files. `memoryMegabytes` bounds DuckDB; what is larger spills to the case's `incoming/`.
 * `latest`: no record can have been observed later than this.
 */
export async function openLake(caseFolder: string, files: readonly LakeFile[], memoryMegabytes: number, latest: Ms): Promise<Lake> {
  const session = await openSession(caseFolder, files, memoryMegabytes);
  return {
    ...watching(session, latest),
    ...pointing(session),
    ...statements(session),
    ...comparing(session, HIDDEN),
    ...records(session),
    ...upkeep(caseFolder, files, session),
    close: () => session.close(),
  };
}

type Part<K extends keyof Lake> = Pick<Lake, K>;

/** Tables whose records say something about the world at a time, and the column that says when. */
const TIMED: readonly (readonly [LakeTable, string])[] = [
  ['posts', 'published_after'],
  ['sightings', 'seen_at'],
  ['profiles', 'observed_at'],
  ['disputes', 'said_at'],
  ['captures', 'captured_at'],
];

/**
 * Record numbers that do not stand for their post as of `$at`: of all its versions one does, the latest of those edited by
 * then, else the one edited first after, else the one read last. A deletion without words never hides what was said.
 */
const HIDDEN = `select rid from (
  select rid, row_number() over (partition by channel, id order by
    deleted and text = '', edited > $at, if(edited > $at, edited, -edited), rid desc) as place
  from (select rid, channel, id, deleted, text, coalesce(epoch_ms(edited_at), 0) as edited from posts
    where rid in (select rid from superseded union all select newer from superseded)))
  where place > 1`;

function watching(
  session: Session,
  latest: Ms,
): Part<'lastObservation' | 'counts' | 'sightings' | 'activity' | 'bindings' | 'profiles' | 'controls' | 'lastPosts'> {
  return {
    async lastObservation() {
      // A version of a post was seen after its edit: without it the newest version would not be of this past yet.
      const times = [...TIMED, ['posts', 'edited_at'] as const];
      const parts = times.map(([table, column]) => `select max(${column}) as t from ${table} where ${column} <= instant($latest)`);
      const rows = await session.rows<{ t: number | null }>(`select ms(max(t)) as t from (${parts.join(' union all ')})`, { latest });
      return rows[0]?.t ?? null;
    },
    async counts() {
      const tables = Object.keys(LAKE) as LakeTable[];
      const rows = await session.rows<{ name: LakeTable; n: number }>(
        tables.map((table) => `select '${table}' as name, count(*)::double as n from ${table}`).join(' union all '),
      );
      return rows.map((row) => ({ table: row.name, rows: row.n }));
    },
    sightings: (at) =>
      session.rows(
        `select 'sightings/' || rid as id, channel, native_id as "nativeId", ms(seen_at) as "at", status, reason, moved_to as "movedTo", observer, tool, round
         from sightings where seen_at <= instant($at)
         union all
         select 'profiles/' || rid, channel, native_id, ms(observed_at), 'alive', 'profile', null, null, null, null from profiles where observed_at <= instant($at)
         order by "at", id`,
        { at },
      ),
    activity: (at) =>
      session.rows(
        `select channel, native_id as "nativeId", count(*)::double as posts, ms(min(published_at)) as "firstPost", ms(max(published_at)) as "lastPost",
           ms(max(published_after)) as "lastPostAfter",
           coalesce(list(distinct epoch_ms(published_at) // 86400000)
             filter (published_at > instant($at) - interval ${HABIT_DAYS} days), [])::double[] as days
         from posts where action is null and published_at <= instant($at) and rid not in (${HIDDEN}) group by all order by channel, "nativeId"`,
        { at },
      ),
    bindings: (at) =>
      session.rows(
        `select channel, native_id as "nativeId", ms(min(t)) as "from", ms(max(t)) as "to" from (
           select channel, native_id, coalesce(observed_at, published_after) as t from posts union all
           select channel, native_id, seen_at from sightings
             where round is null or round not in (select round from sightings where round is not null and starts_with(reason, '${VOID_ROUND_REASON}')) union all
           select channel, native_id, observed_at from profiles)
         where native_id is not null and t <= instant($at) and not contains(channel, ':#') group by all order by channel, "nativeId"`,
        { at },
      ),
    profiles: (at) =>
      session.rows(
        `select channel, native_id as "nativeId", ms(max(observed_at)) as "observedAt", arg_max(kind, row(observed_at, rid)) as kind,
           arg_max(title, row(observed_at, rid)) as title, arg_max(subscribers, row(observed_at, rid))::double as subscribers
         from profiles where observed_at <= instant($at) group by channel, native_id order by channel, "nativeId"`,
        { at },
      ),
    lastPosts: (at) =>
      session.rows(
        `select channel, channel || '/' || arg_max(id, row(published_at, rid)) as post from posts
         where action is null and published_at <= instant($at) and rid not in (${HIDDEN}) group by channel order by channel`,
        { at },
      ),
    async controls() {
      const rows = await session.rows<{ channel: string }>('select distinct channel from profiles where control order by channel');
      return rows.map((row) => row.channel);
    },
  };
}

function pointing(session: Session): Part<'signposts' | 'signpostTotals' | 'signpostTimes' | 'found'> {
  return {
    async signposts({ at, stance, platform, to, limit, offset }) {
      const where = `published_at <= instant($at) and rid not in (${HIDDEN}) and ($stance is null or stance = $stance) and ($platform is null or platform = $platform) and ($to is null or target = $to)`;
      const filter = { at, stance, platform, to };
      const total = await session.rows<{ n: number }>(`select count(*)::double as n from signposts where ${where}`, filter);
      const rows = await session.rows<never>(
        `select channel || '/' || post_id as post, ms(published_at) as "at", channel as "by", target as "to", link, platform, kind, obfuscated, stance
         from signposts where ${where} order by published_at, rid, link limit ${limit} offset ${offset}`,
        filter,
      );
      return { total: total[0]?.n ?? 0, rows };
    },
    signpostTotals: (at) =>
      session.rows(
        `select platform, stance, count(*)::double as posts from signposts where published_at <= instant($at) and rid not in (${HIDDEN}) group by platform, stance order by platform, stance`,
        { at },
      ),
    signpostTimes: (at) =>
      session.rows(
        `select floor(ms(published_at) / 900000) * 900000 as "at", stance, count(*)::double as posts from signposts where published_at <= instant($at) and rid not in (${HIDDEN}) group by 1, 2 order by 1, 2`,
        { at },
      ),
    found: (at) =>
      session.rows(
        `select target as "to", any_value(platform) as platform, min(kind) as kind, count(distinct channel || '/' || post_id)::double as posts,
           count(distinct channel)::double as channels, count(distinct coalesce(author, channel))::double as authors, count(distinct text_hash)::double as texts,
           ms(min(published_at)) as "firstAt", ms(max(published_at)) as "lastAt",
           ${['call', 'calm', 'endorse', 'warn', 'neutral'].map((stance) => `count(*) filter (stance = '${stance}')::double as ${stance}`).join(', ')},
           list_sort(list(distinct channel || '/' || post_id))[1:3] as examples
         from signposts where target is not null and published_at <= instant($at) and rid not in (${HIDDEN}) group by target order by target`,
        { at },
      ),
  };
}

/** A span's channel under another handle. */
const SAME_NATIVE = "numbered.native_id = spans.native_id and numbered.platform = split_part(spans.channel, ':', 1)";

const COPY_COLUMNS = `channel, native_id as "nativeId", id as post, ms(published_at) as "at", ms(published_after) as "after", ms(published_by) as "by",
  ms(edited_at) as "editedAt", clock_error_ms::double as "clockErrorMs", forward_channel as "forwardChannel", forward_id as "forwardId",
  ms(forward_at) as "forwardAt"`;
const EXCERPT = 'left(text, 400) as text';

function statements(
  session: Session,
): Part<'statements' | 'copies' | 'copiesOf' | 'coverage' | 'ridsWithWords' | 'ridsWithLink' | 'ridsOfPost' | 'statementsOf'> {
  const rids = async (sql: string, values: Record<string, string | number>): Promise<number[]> =>
    (await session.rows<{ rid: number }>(sql, values)).map((row) => row.rid);
  return {
    async statements(at, minCopies, limit, offset) {
      const grouped = `select statement, count(distinct key)::double as copies, count(distinct channel)::double as channels, ms(min(published_at)) as "firstAt"
        from copies join posts using (rid) where published_at <= instant($at) group by statement having copies >= ${minCopies}`;
      const total = await session.rows<{ n: number }>(`select count(*)::double as n from (${grouped})`, { at });
      const rows = await session.rows<never>(
        `select statement::double as statement, * exclude (statement) from (${grouped}) order by channels desc, copies desc, statement limit ${limit} offset ${offset}`,
        { at },
      );
      return { total: total[0]?.n ?? 0, rows };
    },
    async copies(wanted, at) {
      const rows = await session.rows<CopyRow & { rid: number }>(
        `select rid::double as rid, statement::varchar as statement, '' as text, ${COPY_COLUMNS} from copies join posts using (rid)
         where statement in (${wanted.join(', ') || 'null'}) and published_at <= instant($at) order by statement, published_at, rid`,
        { at },
      );
      // All copies say nearly the same: the text of each statement's first is read, from the few row groups that hold them.
      const heads = new Map(rows.toReversed().map((row) => [row.statement, row.rid]));
      const texts = await session.rows<{ rid: number; text: string }>(
        `select rid::double as rid, ${EXCERPT} from posts where rid in (${[...heads.values()].join(', ') || 'null'})`,
      );
      const textOf = new Map(texts.map((row) => [row.rid, row.text]));
      return rows.map(({ rid: _, ...row }) => ({ ...row, text: textOf.get(heads.get(row.statement) ?? 0) ?? '' }));
    },
    copiesOf: (wanted, name, at) =>
      session.rows<CopyRow>(
        `select ${quoted(name)} as statement, ${EXCERPT}, ${COPY_COLUMNS} from posts where rid in (${wanted.join(', ') || 'null'}) and published_at <= instant($at) order by published_at, rid`,
        { at },
      ),
    async coverage(spans) {
      if (spans.length === 0) return [];
      const values = spans.map(
        (span, i) =>
          `(${i}, ${quoted(span.channel)}, ${span.nativeId === null ? 'null' : quoted(span.nativeId)}, ${Math.floor(span.from)}, ${span.copy})`,
      );
      const rows = await session.rows<{ i: number; anchor: number | null; known: number }>(
        `with spans(i, channel, native_id, since, copy) as (values ${values.join(', ')}),
         numbered as (
           select channel, native_id, split_part(channel, ':', 1) as platform, try_cast(id as bigint) as n, published_at from posts
           where channel in (select channel from spans) or native_id in (select native_id from spans)),
         -- Two equalities, each a hash join; one condition with "or" would compare every span with every post. What is
         -- counted lies between the anchor and the copy: filtered first, it is little.
         anchors as (
           select i, max(n) as anchor from (
             select i, n from spans join numbered using (channel) where n < copy and published_at <= instant(since)
             union all
             select i, n from spans join numbered on ${SAME_NATIVE} where n < copy and published_at <= instant(since))
           group by i),
         bounded as (select spans.*, anchor, coalesce(anchor, 0) as low from spans left join anchors using (i)),
         between_them as (
           select i, n from bounded join numbered using (channel) where n > low and n < copy
           union all
           select i, n from bounded as spans join numbered on ${SAME_NATIVE} where n > low and n < copy)
         select bounded.i::integer as i, any_value(anchor)::double as anchor, count(distinct n)::double as known
         from bounded left join between_them using (i) group by bounded.i order by bounded.i`,
      );
      return rows.map((row): CoverageRow => {
        const span = spans[row.i];
        return { statement: span?.statement ?? '', channel: span?.channel ?? '', anchor: row.anchor, known: row.known };
      });
    },
    ridsWithWords: (words, at) =>
      rids(
        `select rid::double as rid from posts where contains(' ' || words || ' ', ' ' || $words || ' ') and published_at <= instant($at) order by rid`,
        { words, at },
      ),
    ridsWithLink: (link, at) =>
      rids(
        `select distinct posts.rid::double as rid from signposts join posts on posts.rid = signposts.rid where link = $link and signposts.published_at <= instant($at)
         union select rid::double from posts where contains(links, $json) and published_at <= instant($at) order by 1`,
        { link, json: JSON.stringify(link), at },
      ),
    ridsOfPost: (channel, id) =>
      rids('select rid::double as rid from posts where channel = $channel and id = $id order by rid', { channel, id }),
    async statementsOf(wanted) {
      const rows = await session.rows<{ statement: number }>(
        `select distinct statement::double as statement from copies where rid in (${wanted.join(', ') || 'null'}) order by 1`,
      );
      return rows.map((row) => row.statement);
    },
  };
}

function records(
  session: Session,
): Part<'postsByRid' | 'hidden' | 'origins' | 'postOrigins' | 'channelsInOrder' | 'disputes' | 'assertions' | 'events' | 'problems'> {
  return {
    async postsByRid(wanted) {
      if (wanted.length === 0) return [];
      const rows = await session.rows<StoredPost>(
        `select rid::double as rid, channel || '/' || id as post, channel, ms(published_at) as "at", ms(published_after) as "after", ms(published_by) as "by",
           ms(edited_at) as "editedAt", text, views::double as views,
           deleted or row(channel, id) in (select row(channel, id) from posts where deleted) as deleted
         from posts where rid in (${wanted.join(', ')})`,
      );
      const byRid = new Map(rows.map((row) => [row.rid, row]));
      return wanted.flatMap((rid) => byRid.get(rid) ?? []);
    },
    hidden: async (at) => (await session.rows<{ rid: number }>(`select rid::double as rid from (${HIDDEN})`, { at })).map((row) => row.rid),
    origins: (table, wanted) =>
      session.rows(
        `select rid::double as rid, source::double as source, place::double as place from ${table} where rid in (${wanted.join(', ') || 'null'}) order by rid`,
      ),
    async postOrigins(posts) {
      if (posts.length === 0) return [];
      const wanted = posts.map(quoted).join(', ');
      const part = (table: string): string =>
        `select channel || '/' || id as post, rid::double as rid, source::double as source, place::double as place from ${table} where channel || '/' || id in (${wanted})`;
      return session.rows(`${part('posts')} union all ${part('repeats')} order by post, rid`);
    },
    async channelsInOrder() {
      const part = (table: string, column = 'channel'): string => `select ${column} as channel, min(rid) as rid from ${table} group by 1`;
      const parts = [
        part('posts'),
        part('sightings'),
        part('profiles'),
        part('signposts', 'target'),
        part('disputes', 'disputed_by'),
        part('disputes', 'about'),
      ];
      const rows = await session.rows<{ channel: string }>(
        `select channel from (${parts.join(' union all ')}) where channel is not null group by channel order by min(rid), channel`,
      );
      return rows.map((row) => row.channel);
    },
    disputes: (at) =>
      session.rows(
        `select disputed_by as "by", about, ms(said_at) as "at", kind, text, citation, rid::double as rid from disputes where said_at <= instant($at) order by said_at, rid`,
        { at },
      ),
    assertions: (at) =>
      session.rows(
        `select ms(said_at) as "at", ms(as_of) as "asOf", asserted_by as "by", text, citation, rid::double as rid from assertions where said_at <= instant($at) order by said_at, rid`,
        { at },
      ),
    events: (at) =>
      session.rows(
        `select ms(happened_at) as "at", ms(until) as "until", name, intervention, citation, rid::double as rid from events where happened_at <= instant($at) order by happened_at, rid`,
        { at },
      ),
    async problems(sources, limit) {
      const where = sources.length === 0 ? '' : `where source in (${sources.join(', ')})`;
      const total = await session.rows<{ n: number }>(`select count(*)::double as n from problems ${where}`);
      const rows = await session.rows<never>(
        `select source::double as source, place::double as place, location as "where", reason from problems ${where} order by rid limit ${limit}`,
      );
      return { total: total[0]?.n ?? 0, rows };
    },
  };
}

function upkeep(
  caseFolder: string,
  files: readonly LakeFile[],
  session: Session,
): Part<'keys' | 'contentByKeys' | 'signatures' | 'wordsOf' | 'exportTable'> {
  return {
    async keys(onPiece) {
      for await (const columns of session.stream('select key::double from posts')) onPiece(Float64Array.from(columns[0] as number[]));
    },
    async contentByKeys(wanted) {
      if (wanted.length === 0) return [];
      return session.rows<StoredContent>(
        `select rid::double as rid, channel, id, ms(published_at) as "at", ms(published_after) as "after", ms(published_by) as "by", ms(edited_at) as "editedAt", text, deleted, action, media, links
         from posts where key in (select unnest([${wanted.join(', ')}]::bigint[])) order by rid`,
      );
    },
    async *signatures(size) {
      // One long hexadecimal string a file: a million small values would each cost a call into the engine.
      for (const file of files.filter((candidate) => candidate.lakeTable === 'posts')) {
        const source = parquetOf(caseFolder, [file.path]);
        const rids: number[] = [];
        for await (const columns of session.stream(`select rid::double from ${source}`))
          for (const rid of columns[0] as number[]) rids.push(rid);
        const [row] = await session.rows<{ all: string | null }>(
          // In order by its own word: pieces that two threads aggregate come together in any order.
          `select string_agg(coalesce(hex(signature), '${'00'.repeat(size)}'), '' order by rid) as "all" from ${source}`,
        );
        yield { rids: Float64Array.from(rids), bytes: Buffer.from(row?.all ?? '', 'hex') };
      }
    },
    async wordsOf(path) {
      const rids: number[] = [];
      const at: number[] = [];
      const channels: string[] = [];
      const words: string[] = [];
      for await (const columns of session.stream(
        `select rid::double, ms(published_at), channel, coalesce(words, '') from ${parquetOf(caseFolder, [path])}`,
      )) {
        for (const rid of columns[0] as number[]) rids.push(rid);
        for (const time of columns[1] as number[]) at.push(time);
        for (const channel of columns[2] as string[]) channels.push(channel);
        for (const text of columns[3] as string[]) words.push(text);
      }
      return { rids, at, channels, words };
    },
    async exportTable(table, format, path, at) {
      const timed = TIMED.find(([name]) => name === table);
      const where = timed === undefined ? '' : `where ${timed[1]} <= instant(${Math.floor(at)})`;
      const columns = LAKE[table].map(([name, type]) => exportColumn(name, type, format));
      const options =
        format === 'csv' ? 'format csv, header true' : format === 'parquet' ? 'format parquet, compression zstd' : 'format json';
      await session.run(`copy (select ${columns.join(', ')} from ${table} ${where} order by rid) to ${quoted(path)} (${options})`);
      const rows = await session.rows<{ n: number }>(`select count(*)::double as n from ${table} ${where}`);
      return rows[0]?.n ?? 0;
    },
  };
}

/** What spreadsheets would run as a formula, even behind white space or a byte-order mark. */
const FORMULA = String.raw`^[\s\x{FEFF}\x{0}]*[=+@\t\r\x{FF0B}\x{FF0D}\x{FF1D}\x{FF20}-]`;

function exportColumn(name: string, type: string, format: string): string {
  if (format === 'parquet') return name;
  if (format === 'csv' && (type === 'text' || type === 'word')) {
    return `case when regexp_matches(${name}, ${quoted(FORMULA)}) then '''' || ${name} else ${name} end as ${name}`;
  }
  if (type === 'time') return `strftime(${name}, '%Y-%m-%dT%H:%M:%S.%gZ') as ${name}`;
  return type === 'blob' ? `to_base64(${name}) as ${name}` : name;
}
