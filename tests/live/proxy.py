"""A small TCP proxy between one person and the server: cuts the line, holds it still, makes it slow."""

import asyncio
import threading
from collections.abc import Coroutine
from typing import Any, Self

CHUNK = 65_536
PATIENCE = 10.0


class Proxy:
    """One line. `port` is where to connect; everything goes on to `target` on this machine.

    A thread with an event loop of its own moves the bytes; the methods may be called from any thread.
    """

    def __init__(self, target: int) -> None:
        self._target = target
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="proxy", daemon=True)
        self._writers: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._flows = asyncio.Event()
        self._torn = False
        self._delay = 0.0
        self._accepts = True
        self.port = 0

    def __enter__(self) -> Self:
        self._thread.start()
        self._do(self._listen())
        return self

    def __exit__(self, *fault: object) -> None:
        self._do(self._close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(PATIENCE)
        self._loop.close()

    @property
    def url(self) -> str:
        """Where a client connects to."""
        return f"http://127.0.0.1:{self.port}"

    def cut(self) -> None:
        """Break every line at once, without a goodbye; new ones are taken again."""
        self._do(self._cut())

    def tear(self) -> None:
        """Let half of the next bytes through and break the line there, in the middle of a message."""
        self._do(self._set_torn())

    def hold(self) -> None:
        """Let nothing through, either way, and leave the lines open: a phone in a tunnel."""
        self._do(self._set_flowing(False))

    def release(self) -> None:
        """Let everything through again, what was held first."""
        self._do(self._set_flowing(True))

    def down(self) -> None:
        """Break every line and take no new one."""
        self._accepts = False
        self.cut()

    def up(self) -> None:
        """Take lines again."""
        self._accepts = True

    def slow(self, seconds: float) -> None:
        """Let bytes wait this long, each way."""
        self._delay = seconds

    # --- in the loop

    async def _listen(self) -> None:
        self._flows.set()
        self._server = await asyncio.start_server(self._taken, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]

    async def _taken(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.add(writer)
        try:
            if not self._accepts:
                raise ConnectionRefusedError
            there_reader, there_writer = await asyncio.open_connection("127.0.0.1", self._target)
        except OSError:
            self._drop(writer)
            return
        self._writers.add(there_writer)
        for source, sink in ((reader, there_writer), (there_reader, writer)):
            task = asyncio.ensure_future(self._pump(source, sink, (writer, there_writer)))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _pump(
        self, source: asyncio.StreamReader, sink: asyncio.StreamWriter, both: tuple[asyncio.StreamWriter, ...]
    ) -> None:
        try:
            while data := await source.read(CHUNK):
                if self._delay:
                    await asyncio.sleep(self._delay)
                await self._flows.wait()
                if self._torn:
                    self._torn = False
                    sink.write(data[: len(data) // 2])
                    await sink.drain()
                    break
                sink.write(data)
                await sink.drain()
        except OSError:
            pass
        for writer in both:
            self._drop(writer)

    def _drop(self, writer: asyncio.StreamWriter) -> None:
        self._writers.discard(writer)
        writer.transport.abort()

    async def _cut(self) -> None:
        for writer in list(self._writers):
            self._drop(writer)

    async def _set_torn(self) -> None:
        self._torn = True

    async def _set_flowing(self, flowing: bool) -> None:
        if flowing:
            self._flows.set()
        else:
            self._flows.clear()

    async def _close(self) -> None:
        self._server.close()
        await self._cut()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _do(self, deed: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(deed, self._loop).result(PATIENCE)
