import { useEffect, useRef } from 'react';

/**
 * Tells the second click of a double click on a row, wherever it lands.
 * The first click opens the record in a drawer, which may slide under the pointer before the second one; the browser's
 * own double click asks for the same element twice and would be lost then.
 * @returns a function to call with the row at its first click. The browser counts the clicks, by place and by the user's own speed.
 */
export function useSecondClick<Row>(onDouble: (row: Row) => void): (row: Row) => void {
  const first = useRef<{ readonly row: Row } | null>(null);
  const double = useRef(onDouble);
  double.current = onDouble;
  useEffect(() => {
    const listen = (event: globalThis.MouseEvent): void => {
      const begun = first.current;
      first.current = null;
      if (event.detail !== 2 || begun === null) return;
      event.stopPropagation();
      event.preventDefault();
      // A double click marks a word, and the mark would grow over the page that opens.
      globalThis.getSelection()?.removeAllRanges();
      double.current(begun.row);
    };
    document.addEventListener('click', listen, true);
    return () => document.removeEventListener('click', listen, true);
  }, []);
  return (row) => {
    first.current = { row };
  };
}
