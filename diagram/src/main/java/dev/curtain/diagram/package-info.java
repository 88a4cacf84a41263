/**
 * Models as pictures: what is shown (a view, a deployment), where it stands, and how it is written
 * (SVG, Mermaid). Pure: the same model gives the same picture, to the byte.
 */
@NullMarked
package dev.curtain.diagram;

import org.jspecify.annotations.NullMarked;
