import "#styles.css";
import type { ReactNode } from "react";

/** Apart from the layout, whose declarations would name the sheet too, and no compiler finds types for one. */
export const Sheet = ({ children }: { children: ReactNode }) => <div className="roundtrip">{children}</div>;
