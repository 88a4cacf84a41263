/** What can only be made from inside of Netty's own package; nothing else lives here. */
@NullMarked
package io.netty.channel.uring;

import org.jspecify.annotations.NullMarked;
