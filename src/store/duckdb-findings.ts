import type { PostPiece } from '../model/rows.ts';
import type { Session } from './duckdb-session.ts';
import type { Lake, PostsQuery } from './lake.ts';

/** What the later findings ask: faces, pointers, shared statements, and the posts themselves in columns. */
export function comparing(session: Session, hidden: string): Pick<Lake, 'faces' | 'pointers' | 'forwards' | 'shared' | 'posts' | 'hosts'> {
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
    hosts: ({ from, to, at }) =>
      session.rows(
        `select channel, native_id as "nativeId", (epoch_ms(published_at) // 86400000)::double as day, host, count(distinct rid)::double as posts from (
           select rid, channel, native_id, published_at, lower(unnest(regexp_extract_all(text || ' ' || coalesce(links, ''), '(?i)\\bhttps?://([^\\s/?#"\\\\<>]+)', 1))) as host
           from posts where action is null and published_at >= instant($from) and published_at < instant($to) and published_at <= instant($at)
             and (contains(text, '://') or links is not null) and rid not in (${hidden}))
         group by all order by channel, "nativeId", day, host`,
        { from, to, at },
      ),
  };
}

async function* pieces(session: Session, { from, to, at, withText }: PostsQuery, hidden: string): AsyncGenerator<PostPiece> {
  const whole = (ms: number): string => `instant(${Math.round(ms)})`;
  const wanted = withText ? ', text, words' : '';
  const sql = `select rid::double, p.channel, p.native_id, ms(p.published_at), p.author, p.forward_channel is not null or p.forward_id is not null or p.forward_at is not null,
      coalesce(c.statement, -1)::double${wanted}
    from posts p left join copies c using (rid)
    where action is null and published_at >= ${whole(from)} and published_at < ${whole(to)} and published_at <= ${whole(at)}
      and rid not in (${hidden.replaceAll('$at', String(Math.round(at)))}) order by rid`;
  for await (const columns of session.stream(sql)) {
    const [rid, channel, nativeId, when, author, forwarded, statement, text, words] = columns;
    const length = rid?.length ?? 0;
    yield {
      length,
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
}
