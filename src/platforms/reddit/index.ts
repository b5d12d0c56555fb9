import type { Platform } from '../../model/platform.ts';
import { redditLinks } from './links.ts';

export const platform: Platform = { name: 'reddit', title: 'Reddit', links: redditLinks, readers: [] };
