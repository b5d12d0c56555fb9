import type { Platform } from '../../model/platform.ts';
import { sessionLinks } from './links.ts';

export const platform: Platform = { name: 'session', title: 'Session', links: sessionLinks, readers: [] };
