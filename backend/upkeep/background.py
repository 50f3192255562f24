"""The tasks beside the requests, and whether they run."""

from collections.abc import Callable

from backend.errors import BackendError


class BackgroundTaskEnded(BackendError):
    """A task that has to run as long as the process, and has ended. A restart brings it back."""

    reason = "BACKGROUND_TASK_ENDED"


class BackgroundTasks:
    """The tasks of this process by name."""

    def __init__(self) -> None:
        self._tasks: dict[str, Callable[[], bool]] = {}

    def watch(self, name: str, is_running: Callable[[], bool]) -> None:
        """Watch one more.

        Args:
            name: What it does, for people, such as `the retention sweep`.
            is_running: Returns at once.
        """
        self._tasks[name] = is_running

    def check(self) -> None:
        """Raise an error if any has ended. Returns at once.

        Raises:
            BackgroundTaskEnded: Some have.
        """
        ended = [name for name, is_running in self._tasks.items() if not is_running()]
        if ended:
            names = ", ".join(ended)
            raise BackgroundTaskEnded(f"{names} ended; restart the backend, its log has the reason")
