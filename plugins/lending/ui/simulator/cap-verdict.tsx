import { StateTag } from '../../../../runtime-ui/kit/index.ts';
import type { CapVerdict, LimitVerdict } from '../../product/price-cap.ts';
import { useSimulatorWords } from './simulator-words.ts';

/** What every limit says: the figure found, the limit, how far apart they are, whose it is and since when. */
export function CapVerdictView(props: { readonly verdict: CapVerdict }) {
  const words = useSimulatorWords();
  const { within, limits } = props.verdict;
  if (limits.length === 0) return <p className="quiet">{words('noCap')}</p>;
  return (
    <div className="sim-verdict" data-within={String(within)}>
      <StateTag title={words(within === false ? 'above' : 'within')} color={within === false ? 'red' : 'green'} />
      <ul>
        {limits.map((limit) => (
          <li key={limit.code}>
            <LimitLine limit={limit} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function LimitLine({ limit }: { readonly limit: LimitVerdict }) {
  const words = useSimulatorWords();
  const margin = trimmed(limit.margin.replace('-', ''));
  const distance = Number(limit.margin) === 0 ? words('limitEqual') : words(limit.within ? 'limitRoom' : 'limitOver', { margin });
  const source = limit.since === null ? limit.source : words('limitSource', { source: limit.source, since: limit.since });
  return (
    <>
      <span className="sim-limit-title">{limit.title ?? words(limit.source === '' ? 'typedLimit' : 'ownLimit')}</span>
      <span className="tabular">{words('limitLine', { found: trimmed(limit.found), limit: trimmed(limit.percent) })}</span>
      <span className={limit.within ? 'quiet' : limit.effect === 'warn' ? 'sim-warn' : 'negative'}>
        {limit.within || limit.effect === 'refuse' ? distance : `${words('warn')}，${distance}`}
      </span>
      {source === '' ? null : <span className="quiet sim-limit-source">{source}</span>}
    </>
  );
}

/** `24.0000` as `24`, `12.3400` as `12.34`. */
function trimmed(figure: string): string {
  return figure.includes('.') ? figure.replace(/\.?0+$/, '') : figure;
}
