import { loadPlatforms } from '../platforms/registry.ts';
import { compileLinks, type LinkFinder } from '../text/links.ts';

/** The finder over the grammars of all platforms. */
export async function finder(): Promise<LinkFinder> {
  const platforms = await loadPlatforms();
  return compileLinks(platforms.flatMap((platform) => platform.links ?? []));
}
