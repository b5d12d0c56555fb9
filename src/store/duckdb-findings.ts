import { NEVER_USED_REASON, type PostPiece, VOID_ROUND_REASON } from '../model/rows.ts';
import { quoted, type Session } from './duckdb-session.ts';
import type { Lake, PostsQuery } from './lake.ts';

/** What the later findings ask: faces, pointers, shared statements, and the posts themselves in columns. */
export function comparing(
  session: Session,
  hidden: string,
): Pick<
  Lake,
  'faces' | 'pointers' | 'pointerTexts' | 'forwards' | 'shared' | 'posts' | 'hosts' | 'excerpts' | 'latestSightings' | 'latestPosts'
> {
  return {
    faces: (at) =>
      session.rows(
        `select channel, native_id as "nativeId", kind, title, about, avatar_hash as "avatarHash", ms(created_at) as "createdAt",
           arg_max(subscribers, row(observed_at, rid))::double as subscribers, ms(min(observed_at)) as "from", ms(max(observed_at)) as "to"
         from profiles where observed_at <= instant($at)
         group by channel, native_id, kind, title, about, avatar_hash, created_at
         order by channel, native_id, min(observed_at), min(rid)`,
        { at },
      ),
    pointers: (at) =>
      session.rows(
        `select s.channel || '/' || post_id as post, ms(s.published_at) as "at", s.channel as "by", p.native_id as "byNativeId", s.author, target as "to",
           kind, stance, obfuscated, text_hash::double as "textHash"
         from signposts s left join posts p on p.rid = s.rid
         where target is not null and s.published_at <= instant($at) and s.rid not in (${hidden})
         order by s.published_at, s.rid, target`,
        { at },
      ),
    pointerTexts: (at) =>
      session.rows(
        `select s.text_hash::double as "textHash", min(left(p.words, 1000)) as words, min(c.statement)::double as statement
         from signposts s join posts p on p.rid = s.rid left join copies c on c.rid = s.rid
         where target is not null and s.published_at <= instant($at) and s.rid not in (${hidden})
         group by s.text_hash order by s.text_hash`,
        { at },
      ),
    forwards: (at) =>
      session.rows(
        `select channel, native_id as "nativeId", forward_channel as "from", count(*)::double as posts, ms(min(published_at)) as "firstAt", ms(max(published_at)) as "lastAt"
         from posts where forward_channel is not null and forward_channel <> channel and published_at <= instant($at) and rid not in (${hidden})
         group by all order by channel, "nativeId", "from"`,
        { at },
      ),
    shared: (at, mostChannels) =>
      session.rows(
        `with known as (
           select statement, channel, native_id, arg_min(id, row(published_at, rid)) as post, min(published_at) as first_at, count(distinct key) as posts
           from copies join posts using (rid) where published_at <= instant($at) and action is null group by statement, channel, native_id),
         few as (select statement, count(distinct channel) as channels from known group by statement having channels between 2 and ${Math.floor(mostChannels)})
         select statement::double as statement, channel, native_id as "nativeId", post, ms(first_at) as "firstAt", posts::double as posts, channels::double as channels
         from known join few using (statement) order by statement, first_at, channel`,
        { at },
      ),
    posts: (query) => pieces(session, query, hidden),
    latestPosts: (at, each) =>
      session.rows(
        `select channel, arg_max(id, row(published_at, rid), ${Math.floor(each)}) as ids from posts
         where action is null and not deleted and published_at <= instant($at) and rid not in (${hidden}) group by channel order by channel`,
        { at },
      ),
    latestSightings: (controls, at) =>
      session.rows(
        `with looks as (
           select *, count(*) filter (status in ('alive', 'restricted')) over later as alive_since, row_number() over later as place,
             status = 'unknown' and coalesce(reason, '') not like '${VOID_ROUND_REASON}%' as empty
           from sightings where seen_at <= instant($at)
           window later as (partition by channel order by seen_at desc, rid desc rows between unbounded preceding and current row)),
         latest as (select * from looks where not empty and alive_since <= ${ALIVE_KEPT} and place <= ${LOOKS_KEPT})
         select 'sightings/' || rid as id, channel, native_id as "nativeId", ms(seen_at) as "at", status, reason, moved_to as "movedTo", observer, tool, round
         from looks where not empty and (rid in (select rid from latest)
           or (round in (select round from latest where round is not null)
             and (coalesce(reason, '') like '${NEVER_USED_REASON}%' or coalesce(reason, '') like '${VOID_ROUND_REASON}%' or channel in (${controls.map(quoted).join(', ') || 'null'}))))
         order by "at", id`,
        { at },
      ),
    excerpts: (channels, at, each) =>
      session.rows(
        `select channel, native_id as "nativeId", post, ms(published_at) as "at", left(text, 400) as text from (
           select channel, native_id, channel || '/' || id as post, published_at, rid, text,
             ntile(${Math.floor(each)}) over (partition by channel, native_id order by published_at, rid) as part
           from posts where channel in (${channels.map(quoted).join(', ') || 'null'}) and action is null and trim(text) <> '' and forward_channel is null
             and forward_id is null and forward_at is null and published_at <= instant($at) and rid not in (${hidden}))
         qualify row_number() over (partition by channel, native_id, part order by published_at, rid) = 1 order by published_at, rid`,
        { at },
      ),
    hosts: ({ from, to, at }) =>
      session.rows(
        `select channel, native_id as "nativeId", ((epoch_ms(published_at) - round($from)::bigint) // 86400000)::double as day, host, count(distinct rid)::double as posts from (
           select rid, channel, native_id, published_at, lower(unnest(regexp_extract_all(text || ' ' || coalesce(links, ''), '(?i)\\bhttps?://([^\\s/?#"\\\\<>]+)', 1))) as host
           from posts where action is null and published_at >= instant($from) and published_at < instant($to) and published_at <= instant($at)
             and (contains(text, '://') or links is not null) and rid not in (${hidden}))
         group by all order by channel, "nativeId", day, host`,
        { from, to, at },
      ),
  };
}

/** Looks that can still matter to the state of a channel: from one of its last signs of life on, and no more than so many. */
const ALIVE_KEPT = 3;
const LOOKS_KEPT = 200;

/** Record numbers that are asked for together, where an import brought as many. */
const BLOCK = 1 << 18;
/** Smaller neighbouring blocks, of many small imports, are asked for together up to so many posts. */
const TOGETHER = 200_000;

/**
 * Posts in record order, block by block: sorted all at once, millions of texts would be held or spilled, and without sorting
 * the join gives them in any order. Files say which record numbers they hold, so each block reads only its own.
 */
async function* pieces(session: Session, query: PostsQuery, hidden: string): AsyncGenerator<PostPiece> {
  const whole = (ms: number): string => `instant(${Math.round(ms)})`;
  const { from, to, at, withText } = query;
  const wanted = `action is null and published_at >= ${whole(from)} and published_at < ${whole(to)} and published_at <= ${whole(at)}`;
  const hiddenRows = await session.rows<{ rid: number }>(`select rid::double as rid from (${hidden}) order by 1`, { at });
  const blocks = await session.rows<{ block: number; posts: number }>(
    `select (rid // ${BLOCK})::double as block, count(*)::double as posts from posts where ${wanted} group by 1 order by 1`,
  );
  for (const [first, last] of ranges(blocks)) {
    const [low, high] = [first * BLOCK, (last + 1) * BLOCK];
    const here = hiddenRows.flatMap(({ rid }) => (rid >= low && rid < high ? [rid] : []));
    const left = here.length === 0 ? '' : `and rid not in (${here.join(', ')})`;
    const sql = `select rid::double, p.channel, p.native_id, ms(p.published_at), p.author,
        p.forward_channel is not null or p.forward_id is not null or p.forward_at is not null, coalesce(c.statement, -1)::double${withText ? ', text, words' : ''}
      from posts p left join (select rid, statement from copies where rid >= ${low} and rid < ${high}) c using (rid)
      where rid >= ${low} and rid < ${high} and ${wanted} ${left} order by rid`;
    for await (const columns of session.stream(sql)) yield pieceOf(columns);
  }
}

/** First and last block of each stretch. */
function ranges(blocks: readonly { block: number; posts: number }[]): [number, number][] {
  const stretches: [number, number][] = [];
  let posts = Number.POSITIVE_INFINITY;
  for (const next of blocks) {
    const open = stretches.at(-1);
    if (open === undefined || posts + next.posts > TOGETHER) {
      stretches.push([next.block, next.block]);
      posts = next.posts;
    } else {
      open[1] = next.block;
      posts += next.posts;
    }
  }
  return stretches;
}

function pieceOf(columns: readonly (readonly unknown[])[]): PostPiece {
  const [rid, channel, nativeId, when, author, forwarded, statement, text, words] = columns;
  return {
    length: rid?.length ?? 0,
    channel: channel as string[],
    nativeId: nativeId as (string | null)[],
    at: Float64Array.from(when as number[]),
    author: author as (string | null)[],
    forwarded: Uint8Array.from(forwarded as boolean[], Number),
    statement: Float64Array.from(statement as number[]),
    rid: Float64Array.from(rid as number[]),
    text: (text ?? []) as string[],
    words: (words ?? []) as string[],
  };
}
