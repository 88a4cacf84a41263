package dev.curtain.cli;

import com.github.weisj.jsvg.SVGDocument;
import com.github.weisj.jsvg.parser.SVGLoader;
import com.github.weisj.jsvg.view.ViewBox;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import javax.imageio.ImageIO;

/** An SVG of ours as PNG, at twice its size: sharp on paper and on today's screens. */
final class Png {
  private static final double SCALE = 2;

  /** Beyond this many points a picture is drawn smaller: a page of 30 megapixels. */
  private static final double MOST_POINTS = 30e6;

  private Png() {}

  static byte[] of(String svg, int width, int height) {
    System.setProperty("java.awt.headless", "true");
    // Whatever sans serif this machine has; and Java knows bold, not 600.
    String drawn =
        svg.replaceFirst("font-family=\"[^\"]*\"", "font-family=\"SansSerif\"")
            .replace("font-weight:600", "font-weight:bold");
    SVGDocument document =
        new SVGLoader()
            .load(
                new ByteArrayInputStream(drawn.getBytes(StandardCharsets.UTF_8)),
                null,
                com.github.weisj.jsvg.parser.LoaderContext.createDefault());
    if (document == null) {
      throw new IllegalStateException("an SVG of our own cannot be read");
    }
    double scale = Math.min(SCALE, Math.sqrt(MOST_POINTS / ((double) width * height)));
    BufferedImage image =
        new BufferedImage(
            Math.max(1, (int) (width * scale)),
            Math.max(1, (int) (height * scale)),
            BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    try {
      graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      graphics.setRenderingHint(
          RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
      graphics.setRenderingHint(
          RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
      document.render(
          (java.awt.Component) null,
          graphics,
          new ViewBox(0, 0, image.getWidth(), image.getHeight()));
    } finally {
      graphics.dispose();
    }
    try (ByteArrayOutputStream bytes = new ByteArrayOutputStream()) {
      ImageIO.write(image, "png", bytes);
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
