package io.candour.bench;

import java.util.List;
import java.util.Locale;

/** Ratios as bars on a logarithmic scale, each with its range and the limit it has to keep to, as SVG. */
final class Plot {
    private static final int LEFT = 470;
    private static final int WIDTH = 420;
    private static final int LINE = 30;
    private static final int TOP = 40;
    private static final double SMALLEST = 0.01;
    private static final double LARGEST = 10;

    private Plot() {}

    static String of(List<Row> rows) {
        int height = TOP + rows.size() * LINE + 20;
        StringBuilder svg = new StringBuilder(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\""
                        + " font-size=\"11\">%n<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n",
                LEFT + WIDTH + 90,
                height));
        for (double tick = SMALLEST; tick <= LARGEST * 1.01; tick *= 10) {
            line(svg, x(tick), TOP - 8, x(tick), height - 15, "#bbb", 1);
            text(svg, x(tick), TOP - 14, "middle", String.format(Locale.ROOT, "%.3g", tick));
        }
        for (int i = 0; i < rows.size(); i++) {
            row(svg, rows.get(i), TOP + i * LINE);
        }
        return svg.append("</svg>\n").toString();
    }

    private static void row(StringBuilder svg, Row row, int y) {
        text(svg, LEFT - 8, y + 14, "end", row.goal() + " " + shortened(row.what()));
        double limit = x(Goal.valueOf(row.goal()).limit());
        Double ratio = row.ratio();
        if (ratio != null) {
            svg.append(String.format(
                    Locale.ROOT,
                    "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"14\" fill=\"%s\"/>%n",
                    LEFT,
                    y + 3,
                    x(ratio) - LEFT,
                    row.holds() ? "#3b7dd8" : "#d8693b"));
            line(svg, x(row.range().get(0)), y + 10, x(row.range().get(1)), y + 10, "black", 2);
            text(svg, LEFT + WIDTH + 8, y + 14, "start", String.format(Locale.ROOT, "%.3f", ratio));
        } else {
            text(svg, LEFT + 8, y + 14, "start", "no figure");
        }
        line(svg, limit, y, limit, y + 20, "#222", 2);
    }

    private static double x(double ratio) {
        double within = Math.min(LARGEST, Math.max(SMALLEST, ratio));
        return LEFT + WIDTH * Math.log(within / SMALLEST) / Math.log(LARGEST / SMALLEST);
    }

    private static String shortened(String what) {
        return what.length() > 78 ? what.substring(0, 77) + "…" : what;
    }

    private static void line(
            StringBuilder svg, double fromX, double fromY, double toX, double toY, String colour, int width) {
        svg.append(String.format(
                Locale.ROOT,
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\" stroke-width=\"%d\"/>%n",
                fromX,
                fromY,
                toX,
                toY,
                colour,
                width));
    }

    private static void text(StringBuilder svg, double x, double y, String anchor, String text) {
        svg.append(String.format(Locale.ROOT, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">", x, y, anchor))
                .append(text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))
                .append("</text>\n");
    }
}
