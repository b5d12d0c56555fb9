import type { Platform } from '../../model/platform.ts';
import { xLinks } from './links.ts';
import { xApi } from './twarc.ts';
import { xWatch } from './watch.ts';

export const platform: Platform = { name: 'x', title: 'X', links: xLinks, readers: [xApi], watch: xWatch };
