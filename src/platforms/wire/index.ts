import type { Platform } from '../../model/platform.ts';
import { wireLinks } from './links.ts';

export const platform: Platform = { name: 'wire', title: 'Wire', links: wireLinks, readers: [] };
