import type { Profiler } from 'node:inspector';

/** Self time of a CPU profile by package (or engine folder), and the functions that take most of it. */
export function summariseProfile(profile: Profiler.Profile): string {
  const self = new Map<number, number>();
  for (const [index, sample] of (profile.samples ?? []).entries()) self.set(sample, (self.get(sample) ?? 0) + (profile.timeDeltas?.[index] ?? 0));
  const byPackage = new Map<string, number>();
  const byFunction = new Map<string, number>();
  let total = 0;
  for (const node of profile.nodes) {
    const time = self.get(node.id) ?? 0;
    const { functionName, url } = node.callFrame;
    if (functionName === '(idle)' || functionName === '(root)') continue;
    total += time;
    const place = packageOf(url, functionName);
    byPackage.set(place, (byPackage.get(place) ?? 0) + time);
    const name = `${functionName || '(anonymous)'} ${place}`;
    byFunction.set(name, (byFunction.get(name) ?? 0) + time);
  }
  const lines = (of: ReadonlyMap<string, number>, count: number): string =>
    [...of]
      .sort((a, b) => b[1] - a[1])
      .slice(0, count)
      .map(([name, time]) => `    ${((100 * time) / total).toFixed(1).padStart(5)} %  ${name}`)
      .join('\n');
  return `  by package\n${lines(byPackage, 12)}\n  by function\n${lines(byFunction, 45)}`;
}

function packageOf(url: string, functionName: string): string {
  if (url === '') return functionName.startsWith('(') ? functionName : 'v8';
  if (url.startsWith('node:')) return url.startsWith('node:internal/') ? `node:${url.split('/')[1]}` : url;
  const installed = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url);
  if (installed) return installed[1] as string;
  return /(engine\/[^/]+(?:\/[^/]+)?)/.exec(url)?.[1] ?? url.split('/').slice(-1)[0] ?? url;
}
