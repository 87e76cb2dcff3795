/** The sign of the product: warp and weft. */
export function Mark(props: { readonly size: number }) {
  return (
    <svg className="mark" width={props.size} height={props.size} viewBox="0 0 32 32" aria-hidden>
      <rect width="32" height="32" rx="7" className="mark-ground" />
      <path d="M8 10h16M8 16h16M8 22h16" className="mark-weft" />
      <path d="M11 7v18M16 7v18M21 7v18" className="mark-warp" />
    </svg>
  );
}
