import { describe, expect, it } from 'vitest';
import { placeOf, platformHosts } from '../../src/findings/impact-domains.ts';
import { loadPlatforms } from '../../src/platforms/registry.ts';

const hosts = platformHosts((await loadPlatforms()).flatMap((platform) => platform.links ?? []));
const place = (host: string) => {
  const found = placeOf(host, hosts);
  return found === null ? null : [found.domain, found.class, found.platform];
};

describe('registrable domains and their class', () => {
  it('puts subdomains under what somebody registered', () => {
    expect(place('news.example.org')).toEqual(['example.org', 'other', null]);
    expect(place('a.b.example.co.uk')).toEqual(['example.co.uk', 'other', null]);
    expect(place('www.bbc.co.uk')).toEqual(['bbc.co.uk', 'news', null]);
  });

  it('counts sites on shared hosts apart', () => {
    expect(place('reading-room.blogspot.com')).toEqual(['reading-room.blogspot.com', 'blog', null]);
    expect(place('www.other-room.wordpress.com')).toEqual(['other-room.wordpress.com', 'blog', null]);
  });

  it('knows platforms by their own grammars', () => {
    expect(place('t.me')).toEqual(['t.me', 'messenger', 'telegram']);
    expect(place('m.youtube.com')).toEqual(['youtube.com', 'video', 'youtube']);
    expect(place('justpaste.it')).toEqual(['justpaste.it', 'paste', 'paste']);
    expect(place('drive.google.com')).toEqual(['google.com', 'file', 'file']);
    expect(place('www.google.com')).toEqual(['google.com', 'other', null]);
    expect(place('archive.ph')?.[1]).toBe('archive');
    expect(place('bit.ly')?.[1]).toBe('shortener');
  });

  it('reads what people write: ports, names of users, full stops, other alphabets', () => {
    expect(place('books.example.org:8080')).toEqual(['example.org', 'other', null]);
    expect(place('user:secret@example.org')).toEqual(['example.org', 'other', null]);
    expect(place('example.org.')).toEqual(['example.org', 'other', null]);
    expect(place('example.org),')).toEqual(['example.org', 'other', null]);
    expect(place('bücher.example')?.[0]).toBe('xn--bcher-kva.example');
    expect(place('192.0.2.7:81')).toEqual(['192.0.2.7', 'address', null]);
    expect(place('[2001:db8::1]')).toEqual(['2001:db8::1', 'address', null]);
  });

  it('refuses what is no host', () => {
    for (const wrong of ['', 'localhost', 'a b', '%%%', '.']) expect(place(wrong)).toBeNull();
  });
});
