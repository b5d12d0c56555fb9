import type { Platform } from '../../model/platform.ts';
import { signalLinks } from './links.ts';

export const platform: Platform = { name: 'signal', title: 'Signal', links: signalLinks, readers: [] };
